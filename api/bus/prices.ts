import type { Knex } from 'knex'

/** Who makes a booking cheaper: coupons, members' prices. Asked while its cells are being held, in that transaction. */
declare module './bus.ts' {
  interface Questions {
    'price-adjustments': { question: PricesToAdjust; answer: PriceAdjustment[] }
  }
}

export interface PricesToAdjust {
  trx: Knex.Transaction
  personId: string
  placeId: number
  lines: readonly { courtId: number; sport: string | null; start: Date; end: Date; kind: string; priceFen: number }[]
}

export interface PriceAdjustment {
  /** Index of the line. */
  line: number
  /** Taken off; never more than is left of the price. */
  amountFen: number
  /** Who bears it: the venue earns less, or a subsidy pays it to the venue. */
  bornBy: 'venue' | 'subsidy'
  /** Kept with the booking. */
  code: string
}

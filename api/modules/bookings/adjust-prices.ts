import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { PriceAdjustment } from '../../bus/prices.ts'
import type { QuoteLine } from './quote.ts'

export interface AdjustedPrice {
  /** What the person pays. */
  fen: number
  subsidyFen: number
  adjustments: Omit<PriceAdjustment, 'line'>[]
}

/** Asks who makes these cells cheaper and takes it off, in the order of the answers, never below nothing. */
export async function adjustPrices(
  bus: Bus | undefined,
  trx: Knex.Transaction,
  lines: readonly QuoteLine[],
  { personId, placeId }: { personId: string; placeId: number },
): Promise<AdjustedPrice[]> {
  const asked = lines.map(({ court, start, end, kind, price }) => ({
    courtId: court.id,
    sport: court.sport,
    start,
    end,
    kind,
    priceFen: price.priceFen,
  }))
  const answers = bus ? (await bus.ask('price-adjustments', { trx, personId, placeId, lines: asked })).flat() : []
  return lines.map(({ price }, index) =>
    takeOff(
      price.priceFen,
      answers.filter(({ line }) => line === index),
    ),
  )
}

/** Pure: the adjustments of one cell. */
export function takeOff(priceFen: number, adjustments: readonly PriceAdjustment[]): AdjustedPrice {
  const adjusted: AdjustedPrice = { fen: priceFen, subsidyFen: 0, adjustments: [] }
  for (const { line, ...adjustment } of adjustments) {
    const amountFen = Math.max(0, Math.min(adjusted.fen, Math.floor(adjustment.amountFen)))
    if (amountFen === 0) continue
    adjusted.fen -= amountFen
    if (adjustment.bornBy === 'subsidy') adjusted.subsidyFen += amountFen
    adjusted.adjustments.push({ ...adjustment, amountFen })
  }
  return adjusted
}

import type { Core } from '../../core.ts'
import { atVenue, type PaymentProvider } from './payment-provider.ts'
import { sandboxProvider } from './sandbox.ts'

export interface Money {
  /** Every way to pay that is offered, in the order of the configuration. */
  names: string[]
  providers: ReadonlyMap<string, PaymentProvider>
  atVenueOffered: boolean
}

/** The ways to pay of the configuration. */
export function moneyOf({ config, database }: Pick<Core, 'config' | 'database'>): Money {
  const names = [...(config.PAYMENT_PROVIDERS ?? (config.NODE_ENV === 'production' ? [atVenue] : ['sandbox', atVenue]))]
  const providers = new Map(names.includes('sandbox') ? [['sandbox', sandboxProvider(database)]] : [])
  return { names, providers, atVenueOffered: names.includes(atVenue) }
}

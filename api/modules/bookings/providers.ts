import { readFileSync } from 'node:fs'
import type { Config } from '../../config.ts'
import type { Core } from '../../core.ts'
import { alipay } from './alipay.ts'
import { atVenue, type PaymentProvider } from './payment-provider.ts'
import { sandboxProvider } from './sandbox.ts'
import { wechatPay } from './wechat-pay.ts'

export interface Money {
  /** Every way to pay that is offered, in the order of the configuration. */
  names: string[]
  providers: ReadonlyMap<string, PaymentProvider>
  atVenueOffered: boolean
}

/** The ways to pay of the configuration. */
export function moneyOf({ config, database, now }: Pick<Core, 'config' | 'database' | 'now'>): Money {
  const names = [...(config.PAYMENT_PROVIDERS ?? (config.NODE_ENV === 'production' ? [atVenue] : ['sandbox', atVenue]))]
  const make: Record<string, () => PaymentProvider> = {
    sandbox: () => sandboxProvider(database),
    'wechat-pay': () => wechatPay(wechatConfig(config), now),
    alipay: () => alipay(alipayConfig(config), now),
  }
  const providers = new Map(names.flatMap((name) => (make[name] ? [[name, make[name]()]] : [])))
  return { names, providers, atVenueOffered: names.includes(atVenue) }
}

const notifyUrl = (config: Config, name: string): string =>
  new URL(`/api/booking/payments/notify/${name}`, config.PUBLIC_URL).href
const pem = (file: string | undefined): string => readFileSync(file!, 'utf8')

/** The configuration has said already what is missing. */
const wechatConfig = (config: Config) => ({
  appId: config.WECHAT_PAY_APP_ID!,
  merchantId: config.WECHAT_PAY_MERCHANT_ID!,
  serial: config.WECHAT_PAY_SERIAL!,
  privateKey: pem(config.WECHAT_PAY_KEY_FILE),
  apiV3Key: config.WECHAT_PAY_API_KEY!,
  platformKeys: { [config.WECHAT_PAY_PLATFORM_SERIAL!]: pem(config.WECHAT_PAY_PLATFORM_KEY_FILE) },
  notifyUrl: notifyUrl(config, 'wechat-pay'),
})

const alipayConfig = (config: Config) => ({
  appId: config.ALIPAY_APP_ID!,
  privateKey: pem(config.ALIPAY_KEY_FILE),
  alipayKey: pem(config.ALIPAY_PUBLIC_KEY_FILE),
  gateway: config.ALIPAY_GATEWAY,
  notifyUrl: notifyUrl(config, 'alipay'),
  origin: config.PUBLIC_URL!,
})

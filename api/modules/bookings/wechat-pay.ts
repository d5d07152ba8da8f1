import { createDecipheriv, createSign, createVerify, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { errors } from '../../errors.ts'
import type { BillLine, PaymentProvider, ProviderEvent } from './payment-provider.ts'
import { callProvider, type Fetch } from './provider-call.ts'

/**
 * WeChat Pay, API v3, «H5» orders for phones' browsers. Written by the public specification and tested against recorded exchanges
 * of that specification (testing-wechat.ts); never run against the live service.
 */

export interface WechatPayConfig {
  appId: string
  merchantId: string
  /** Serial number of the merchant's certificate. */
  serial: string
  /** PEM. */
  privateKey: string
  /** 32 bytes, for the bodies of callbacks. */
  apiV3Key: string
  /** Of the platform, by the serial (or PUB_KEY_ID) that it names; PEM. */
  platformKeys: Readonly<Record<string, string>>
  notifyUrl: string
}

const host = 'https://api.mch.weixin.qq.com'
/** Older callbacks are replays. */
const mostAgeSeconds = 300

const notice = z.object({
  id: z.string().max(100),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
})
const transaction = z.object({
  out_trade_no: z.string(),
  trade_state: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ total: z.number().int() }).optional(),
})

/** Numbers of orders there have no hyphens and at most 32 signs: a uuid without its hyphens. */
const orderNumber = (id: string): string => id.replaceAll('-', '')
const uuidOf = (number: string): string => number.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export function wechatPay(config: WechatPayConfig, now: () => Date, fetch: Fetch = globalThis.fetch): PaymentProvider {
  const ask = async (method: 'GET' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> => {
    const text = body ? JSON.stringify(body) : ''
    const headers = {
      Authorization: authorization(config, { method, path, body: text, now: now() }),
      Accept: 'application/json',
    }
    const reply = await callProvider(fetch, `${host}${path}`, {
      method,
      headers: { ...headers, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: text,
    })
    // An answer that the platform did not sign is nobody's.
    checkSigned(config, reply.headers, reply.text, now())
    return JSON.parse(reply.text) as Record<string, unknown>
  }
  return {
    name: 'wechat-pay',
    async begin({ id, amountFen, clientAddress }) {
      const reply = await ask('POST', '/v3/pay/transactions/h5', {
        appid: config.appId,
        mchid: config.merchantId,
        description: '场地预订',
        out_trade_no: orderNumber(id),
        notify_url: config.notifyUrl,
        amount: { total: amountFen, currency: 'CNY' },
        scene_info: { payer_client_ip: clientAddress, h5_info: { type: 'Wap' } },
      })
      return { payPath: z.url({ protocol: /^https$/ }).parse(reply.h5_url) }
    },
    async readCallback(event, signature) {
      checkSigned(config, JSON.parse(signature) as Record<string, string>, event, now())
      return readNotice(config, event)
    },
    async refund({ id, paymentId, amountFen, totalFen }) {
      const reply = await ask('POST', '/v3/refund/domestic/refunds', {
        out_trade_no: orderNumber(paymentId),
        out_refund_no: orderNumber(id),
        amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
      })
      if (reply.status !== 'SUCCESS' && reply.status !== 'PROCESSING')
        throw new Error(`WeChat Pay says ${String(reply.status)} to refund ${id}`)
      return { at: typeof reply.success_time === 'string' ? reply.success_time : now().toISOString() }
    },
    async bill(day) {
      const reply = await ask('GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`)
      const url = new URL(String(reply.download_url))
      const path = `${url.pathname}${url.search}`
      const headers = { Authorization: authorization(config, { method: 'GET', path, body: '', now: now() }) }
      return readBill((await callProvider(fetch, url.href, { method: 'GET', headers, body: '' })).text)
    },
  }
}

/** `WECHATPAY2-SHA256-RSA2048`: method, path, time, nonce and body, each on a line, signed with the merchant's key. */
export function authorization(
  { merchantId, serial, privateKey }: Pick<WechatPayConfig, 'merchantId' | 'serial' | 'privateKey'>,
  asked: { method: string; path: string; body: string; now: Date; nonce?: string },
): string {
  const { method, path, body, now, nonce = randomBytes(16).toString('hex') } = asked
  const timestamp = Math.floor(now.getTime() / 1000)
  const message = `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`
  const signature = createSign('RSA-SHA256').update(message).sign(privateKey, 'base64')
  return `WECHATPAY2-SHA256-RSA2048 mchid="${merchantId}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial}"`
}

/** @throws 403 signature-wrong */
function checkSigned(
  { platformKeys }: WechatPayConfig,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: Date,
): void {
  const timestamp = headers['wechatpay-timestamp'] ?? ''
  const key = platformKeys[headers['wechatpay-serial'] ?? '']
  const isFresh = Math.abs(now.getTime() / 1000 - Number(timestamp)) <= mostAgeSeconds
  const message = `${timestamp}\n${headers['wechatpay-nonce'] ?? ''}\n${body}\n`
  const signature = headers['wechatpay-signature'] ?? ''
  if (!key || !isFresh || !createVerify('RSA-SHA256').update(message).verify(key, signature, 'base64'))
    throw errors.forbidden('signature-wrong', 'The signature of this callback is not the provider’s.')
}

function readNotice({ apiV3Key }: WechatPayConfig, body: string): ProviderEvent {
  const { id, resource } = notice.parse(JSON.parse(body))
  const sealed = Buffer.from(resource.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), resource.nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  decipher.setAAD(Buffer.from(resource.associated_data))
  const opened = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString()
  const { out_trade_no, trade_state, success_time, amount } = transaction.parse(JSON.parse(opened))
  return {
    eventId: id,
    paymentId: uuidOf(out_trade_no),
    kind: trade_state === 'SUCCESS' ? 'paid' : 'failed',
    amountFen: amount?.total ?? 0,
    at: success_time ?? new Date().toISOString(),
  }
}

/** The day's bill: comma-separated, each value after a backquote, a head, rows, then two lines of sums. */
export function readBill(text: string): BillLine[] {
  const [head, ...rows] = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(Boolean)
  const names = head!.split(',')
  const column = (name: string) => names.indexOf(name)
  const fen = (yuan: string) => Math.round(Number(yuan) * 100)
  return rows.flatMap((row): BillLine[] => {
    if (!row.startsWith('`')) return []
    const values = row.slice(1).split(',`')
    const state = values[column('交易状态')]
    if (state === 'SUCCESS')
      return [
        {
          kind: 'payment',
          reference: uuidOf(values[column('商户订单号')]!),
          amountFen: fen(values[column('订单金额')]!),
        },
      ]
    if (state === 'REFUND')
      return [
        {
          kind: 'refund',
          reference: uuidOf(values[column('商户退款单号')]!),
          amountFen: fen(values[column('申请退款金额')]!),
        },
      ]
    return []
  })
}

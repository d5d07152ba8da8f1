import { createSign, createVerify } from 'node:crypto'
import { z } from 'zod'
import { errors } from '../../errors.ts'
import type { PaymentProvider, ProviderEvent } from './payment-provider.ts'
import { callProvider, type Fetch } from './provider-call.ts'

/**
 * Alipay, web payment for phones (alipay.trade.wap.pay), RSA2 signatures. Written by the public specification and tested against recorded
 * exchanges of it; never run against the live service. Its bills are zip archives behind a second login and are read by hand: `bill` has none.
 */

export interface AlipayConfig {
  appId: string
  /** PEM. */
  privateKey: string
  /** Alipay's own, PEM. */
  alipayKey: string
  gateway: string
  notifyUrl: string
  /** Where pages of this installation are, to come back to. */
  origin: string
}

type Parameters = Record<string, string>

export function alipay(config: AlipayConfig, now: () => Date, fetch: Fetch = globalThis.fetch): PaymentProvider {
  const parametersOf = (method: string, content: object, more: Parameters = {}): Parameters =>
    signed(config, {
      app_id: config.appId,
      method,
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: localStamp(now()),
      version: '1.0',
      biz_content: JSON.stringify(content),
      ...more,
    })
  return {
    name: 'alipay',
    // The charge is made when the person opens the address; the same payment is the same order there.
    async begin({ id, amountFen, returnPath }) {
      const content = {
        out_trade_no: id,
        total_amount: yuan(amountFen),
        subject: '场地预订',
        product_code: 'QUICK_WAP_WAY',
      }
      const where = { notify_url: config.notifyUrl, return_url: new URL(returnPath, config.origin).href }
      const query = new URLSearchParams(parametersOf('alipay.trade.wap.pay', content, where))
      return { payPath: `${config.gateway}?${query}` }
    },
    async readCallback(event) {
      const told = Object.fromEntries(new URLSearchParams(event))
      checkTold(config, told)
      return readNotice(told, now())
    },
    async refund({ id, paymentId, amountFen }) {
      const content = {
        out_trade_no: paymentId,
        out_request_no: id,
        refund_amount: yuan(amountFen),
        refund_reason: '预订退款',
      }
      const reply = await callProvider(fetch, config.gateway, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' },
        body: new URLSearchParams(parametersOf('alipay.trade.refund', content)).toString(),
      })
      const answer = readAnswer(config, reply.text, 'alipay_trade_refund_response')
      if (answer.code !== '10000')
        throw new Error(`Alipay says ${answer.code} ${answer.sub_code ?? ''} to refund ${id}`)
      return { at: now().toISOString() }
    },
    bill: async () => null,
  }
}

/** Names in order, `name=value` joined by &, without empty values: what RSA2 signs. */
export const signedText = (parameters: Parameters, leaveOut: readonly string[] = ['sign']): string =>
  Object.keys(parameters)
    .filter((name) => !leaveOut.includes(name) && parameters[name] !== '')
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&')

const signed = ({ privateKey }: AlipayConfig, parameters: Parameters): Parameters => ({
  ...parameters,
  sign: createSign('RSA-SHA256').update(signedText(parameters)).sign(privateKey, 'base64'),
})

/** @throws 403 signature-wrong */
function checkTold({ alipayKey, appId }: AlipayConfig, told: Parameters): void {
  const text = signedText(told, ['sign', 'sign_type'])
  const isOurs = told.app_id === appId && told.sign_type === 'RSA2'
  if (
    !isOurs ||
    !createVerify('RSA-SHA256')
      .update(text)
      .verify(alipayKey, told.sign ?? '', 'base64')
  )
    throw errors.forbidden('signature-wrong', 'The signature of this callback is not the provider’s.')
}

function readNotice(told: Parameters, now: Date): ProviderEvent {
  const isPaid = told.trade_status === 'TRADE_SUCCESS' || told.trade_status === 'TRADE_FINISHED'
  return {
    // The notice of one trade in one state, however often it is told.
    eventId: `${told.trade_no}:${told.trade_status}`,
    paymentId: z.uuid().parse(told.out_trade_no),
    kind: isPaid ? 'paid' : 'failed',
    amountFen: Math.round(Number(told.total_amount) * 100),
    at: told.gmt_payment ? new Date(`${told.gmt_payment.replace(' ', 'T')}+08:00`).toISOString() : now.toISOString(),
  }
}

/** The signature is over the very text of the answer's object, before it is parsed. */
function readAnswer({ alipayKey }: AlipayConfig, text: string, name: string): { code: string; sub_code?: string } {
  const start = text.indexOf(`"${name}":`) + name.length + 3
  const end = text.indexOf(',"sign"', start)
  const body = text.slice(start, end)
  const { sign } = JSON.parse(text) as { sign: string }
  if (end < 0 || !createVerify('RSA-SHA256').update(body).verify(alipayKey, sign, 'base64'))
    throw new Error('Alipay’s answer is not signed by it')
  return z.object({ code: z.string(), sub_code: z.string().optional() }).parse(JSON.parse(body))
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)
/** 2026-11-26 10:00:00 in Beijing. */
const localStamp = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

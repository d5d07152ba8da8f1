import { z } from 'zod'
import { localDay } from './place-record.ts'
import { route } from './route.ts'
import { code, fen, limit } from './shapes.ts'

/** What payment providers say, what differs from their bills, and the sandbox’s own page. Money is fen. */

const orderId = z.object({ id: z.uuid() })

/** The provider's word, signed: verified, taken once, in any order. */
export const paymentCallback = route({
  method: 'post',
  path: '/api/booking/payments/:provider/callback',
  tag: 'booking',
  summary: 'A payment provider tells what became of a payment',
  roles: ['public'],
  params: z.object({ provider: code }),
  body: z.object({ event: z.string().max(4000), signature: z.string().max(200) }),
  reply: z.object({ received: z.literal(true) }),
  errors: ['provider-unknown', 'signature-wrong', 'payment-unknown', 'amount-differs'],
})

/** As payment providers call it: their body word for word, since the signature is over it. */
export const notifyPayment = route({
  method: 'post',
  path: '/api/booking/payments/notify/:provider',
  tag: 'booking',
  summary: 'WeChat Pay or Alipay tells what became of a payment, in its own form',
  roles: ['public'],
  params: z.object({ provider: code }),
  body: z.string().min(1).max(65_536),
  reply: z.string(),
  errors: ['provider-unknown', 'signature-wrong', 'payment-unknown', 'amount-differs'],
})

export const listPaymentDifferences = route({
  method: 'get',
  path: '/api/booking/payment-differences',
  tag: 'booking',
  summary: 'Where a provider’s bill and ours differ, newest first',
  roles: ['administrator'],
  query: z.object({ limit: limit(500, 100) }),
  reply: z.object({
    items: z.array(
      z.object({
        provider: z.string(),
        day: localDay,
        kind: z.string(),
        reference: z.string(),
        oursFen: z.number().int().nullable(),
        theirsFen: z.number().int().nullable(),
      }),
    ),
  }),
})

export const sandboxOutcomes = ['paid', 'failed', 'delayed', 'twice', 'failed-after-paid'] as const

export const sandboxCharge = z.object({
  id: z.uuid(),
  amountFen: fen,
  state: z.enum(['open', 'paid', 'failed']),
  returnPath: z.string(),
})

/** The sandbox provider's own page talks to these two; no real money anywhere. */
export const getSandboxCharge = route({
  method: 'get',
  path: '/api/booking/sandbox/:id',
  tag: 'booking',
  summary: 'A charge of the sandbox provider (play money)',
  roles: ['public'],
  params: orderId,
  reply: sandboxCharge,
  errors: ['charge-not-found', 'provider-unknown'],
})

export const settleSandboxCharge = route({
  method: 'post',
  path: '/api/booking/sandbox/:id',
  tag: 'booking',
  summary: 'Let a sandbox charge succeed, fail, succeed later, be told twice or out of order',
  roles: ['citizen'],
  params: orderId,
  body: z.object({ outcome: z.enum(sandboxOutcomes) }),
  reply: sandboxCharge,
  errors: ['charge-not-found', 'provider-unknown'],
})

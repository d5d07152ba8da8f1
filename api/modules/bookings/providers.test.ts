import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { alipay, signedText } from './alipay.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { brokenInvariants, buildVenue } from './testing-courts.ts'
import { apiV3Key, merchant, platform, platformSerial, sealedNotice, signedHeaders } from './testing-wechat.ts'
import { authorization, readBill, wechatPay } from './wechat-pay.ts'

/** Recorded exchanges of the public specifications; nothing here has met the live services. */

const now = new Date('2026-11-25T02:00:00Z')
const id = '0d9f5f0a-6c55-4c0a-9d1e-0a4b6b0f3c11'
const alipayKeys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const wechatConfig = {
  appId: 'wxd678efh567hg6787',
  merchantId: '1900007291',
  serial: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  privateKey: merchant.privateKey,
  apiV3Key,
  platformKeys: { [platformSerial]: platform.publicKey },
  notifyUrl: 'https://venues.example.org/api/booking/payments/notify/wechat-pay',
}
const alipayConfig = {
  appId: '2014072300007148',
  privateKey: merchant.privateKey,
  alipayKey: alipayKeys.publicKey,
  gateway: 'https://openapi.alipay.com/gateway.do',
  notifyUrl: 'https://venues.example.org/api/booking/payments/notify/alipay',
  origin: 'https://venues.example.org',
}
interface Asked {
  url: string
  init: RequestInit
}
const answering =
  (text: string, asked: Asked[], headers: Record<string, string> = {}) =>
  async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return new Response(text, { headers })
  }

describe('WeChat Pay', () => {
  it('signs method, path, time, nonce and body with the merchant’s key', () => {
    const header = authorization(wechatConfig, {
      method: 'POST',
      path: '/v3/pay/transactions/h5',
      body: '{"a":1}',
      now,
      nonce: 'n1',
    })
    const signature = /signature="([^"]+)"/.exec(header)![1]!
    const message = `POST\n/v3/pay/transactions/h5\n${now.getTime() / 1000}\nn1\n{"a":1}\n`
    expect(createVerify('RSA-SHA256').update(message).verify(merchant.publicKey, signature, 'base64')).toBe(true)
    expect(header).toContain('mchid="1900007291"')
  })

  it('makes an order and takes its address only from an answer that the platform signed', async () => {
    const text =
      '{"h5_url":"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx201410272009395522657a690389285100"}'
    const asked: Asked[] = []
    const provider = wechatPay(wechatConfig, () => now, answering(text, asked, signedHeaders(text, now)))
    const begun = await provider.begin({ id, amountFen: 6000, returnPath: '/', clientAddress: '203.0.113.7' })
    expect(begun.payPath).toContain('wx.tenpay.com')
    expect(JSON.parse(String(asked[0]!.init.body))).toMatchObject({
      out_trade_no: '0d9f5f0a6c554c0a9d1e0a4b6b0f3c11',
      amount: { total: 6000, currency: 'CNY' },
      scene_info: { payer_client_ip: '203.0.113.7' },
    })
    const forged = wechatPay(wechatConfig, () => now, answering(`${text} `, [], signedHeaders(text, now)))
    await expect(forged.begin({ id, amountFen: 6000, returnPath: '/', clientAddress: '' })).rejects.toMatchObject({
      code: 'signature-wrong',
    })
  })

  it('opens a callback of the platform, and refuses one that is changed, old or of another key', async () => {
    const provider = wechatPay(wechatConfig, () => now)
    const body = sealedNotice('EV-2018022511223320873', {
      out_trade_no: id.replaceAll('-', ''),
      trade_state: 'SUCCESS',
      success_time: '2026-11-25T10:00:00+08:00',
      amount: { total: 6000 },
    })
    const headers = signedHeaders(body, now)
    expect(await provider.readCallback(body, JSON.stringify(headers))).toEqual({
      eventId: 'EV-2018022511223320873',
      paymentId: id,
      kind: 'paid',
      amountFen: 6000,
      at: '2026-11-25T10:00:00+08:00',
    })
    const later = wechatPay(wechatConfig, () => new Date(now.getTime() + 600_000))
    const refused = { code: 'signature-wrong' }
    await expect(
      provider.readCallback(body.replace('支付成功', '支付失败'), JSON.stringify(headers)),
    ).rejects.toMatchObject(refused)
    await expect(later.readCallback(body, JSON.stringify(headers))).rejects.toMatchObject(refused)
    await expect(
      provider.readCallback(body, JSON.stringify({ ...headers, 'wechatpay-serial': 'x' })),
    ).rejects.toMatchObject(refused)
  })

  it('gives back by a number of its own, and reads the day’s bill', async () => {
    const text = '{"status":"PROCESSING","refund_id":"50000000382019052709732678859"}'
    const asked: Asked[] = []
    const provider = wechatPay(wechatConfig, () => now, answering(text, asked, signedHeaders(text, now)))
    await provider.refund({ id, paymentId: id, amountFen: 1000, totalFen: 6000 })
    expect(JSON.parse(String(asked[0]!.init.body)).amount).toEqual({ refund: 1000, total: 6000, currency: 'CNY' })
    const number = id.replaceAll('-', '')
    const bill = `\ufeff交易时间,商户订单号,交易状态,订单金额,商户退款单号,申请退款金额\r\n\`2026-11-25 10:00:00,\`${number},\`SUCCESS,\`60.00,\`0,\`0.00\r\n\`2026-11-25 11:00:00,\`${number},\`REFUND,\`60.00,\`${number},\`10.00\r\n总交易单数,应结订单总金额\r\n\`2,\`60.00\r\n`
    expect(readBill(bill)).toEqual([
      { kind: 'payment', reference: id, amountFen: 6000 },
      { kind: 'refund', reference: id, amountFen: 1000 },
    ])
  })
})

const told = (more: Record<string, string> = {}): string => {
  const parameters = {
    app_id: alipayConfig.appId,
    out_trade_no: id,
    trade_no: '2026112522001400000000001',
    trade_status: 'TRADE_SUCCESS',
    total_amount: '60.00',
    gmt_payment: '2026-11-25 10:00:00',
    notify_id: 'ac05099524730693a8b330c5ecf72da9786',
    ...more,
  }
  const sign = createSign('RSA-SHA256').update(signedText(parameters)).sign(alipayKeys.privateKey, 'base64')
  return new URLSearchParams({ ...parameters, sign_type: 'RSA2', sign }).toString()
}

describe('Alipay', () => {
  it('sends the person to a signed address with the amount in yuan', async () => {
    const { payPath } = await alipay(alipayConfig, () => now).begin({
      id,
      amountFen: 6005,
      returnPath: '/booking/orders/x',
      clientAddress: '',
    })
    const query = Object.fromEntries(new URL(payPath).searchParams)
    expect(JSON.parse(query.biz_content!)).toMatchObject({ out_trade_no: id, total_amount: '60.05' })
    expect(query).toMatchObject({
      timestamp: '2026-11-25 10:00:00',
      return_url: 'https://venues.example.org/booking/orders/x',
    })
    expect(createVerify('RSA-SHA256').update(signedText(query)).verify(merchant.publicKey, query.sign!, 'base64')).toBe(
      true,
    )
  })

  it('reads a notice that Alipay signed for this application, and no other', async () => {
    const provider = alipay(alipayConfig, () => now)
    expect(await provider.readCallback(told(), '')).toEqual({
      eventId: '2026112522001400000000001:TRADE_SUCCESS',
      paymentId: id,
      kind: 'paid',
      amountFen: 6000,
      at: '2026-11-25T02:00:00.000Z',
    })
    expect((await provider.readCallback(told({ trade_status: 'TRADE_CLOSED' }), '')).kind).toBe('failed')
    const refused = { code: 'signature-wrong' }
    await expect(provider.readCallback(told().replace('60.00', '0.01'), '')).rejects.toMatchObject(refused)
    await expect(provider.readCallback(told({ app_id: 'another' }), '')).rejects.toMatchObject(refused)
  })

  it('believes only a signed answer to a refund', async () => {
    const response = '{"code":"10000","msg":"Success","fund_change":"Y"}'
    const sign = createSign('RSA-SHA256').update(response).sign(alipayKeys.privateKey, 'base64')
    const text = `{"alipay_trade_refund_response":${response},"sign":"${sign}"}`
    const asked: Asked[] = []
    const wish = { id, paymentId: id, amountFen: 1000, totalFen: 6000 }
    await alipay(alipayConfig, () => now, answering(text, asked)).refund(wish)
    const sent = new URLSearchParams(String(asked[0]!.init.body))
    expect(JSON.parse(sent.get('biz_content')!)).toMatchObject({ out_request_no: id, refund_amount: '10.00' })
    const forged = alipay(alipayConfig, () => now, answering(text.replace('"Y"', '"N"'), []))
    await expect(forged.refund(wish)).rejects.toThrow('not signed')
  })
})

let database: TestDatabase
let server: TestServer
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  writeFileSync(join(folder, 'own.pem'), merchant.privateKey)
  writeFileSync(join(folder, 'alipay.pem'), alipayKeys.publicKey)
  database = await openTestDatabase()
  server = await startTestServer(database, {
    now: () => now,
    env: {
      PAYMENT_PROVIDERS: 'alipay',
      PUBLIC_URL: 'https://venues.example.org',
      SIGN_IN_CODES: 'off',
      ALIPAY_APP_ID: alipayConfig.appId,
      ALIPAY_KEY_FILE: join(folder, 'own.pem'),
      ALIPAY_PUBLIC_KEY_FILE: join(folder, 'alipay.pem'),
    },
  })
})
afterAll(async () => {
  await server.stop()
  await database.close()
  rmSync(folder, { recursive: true })
})

test('a configured provider’s own notice, word for word and told twice, confirms the order once', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const ann = clientOf(server, await makePerson(database, [], '安'))
  const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: cellStart(now, 1, 10) }])
  const { body } = await ann.pay(order.id, 'alipay')
  const paymentId = JSON.parse(new URL(body.payPath).searchParams.get('biz_content')!).out_trade_no
  const tell = (text: string) =>
    fetch(`${server.url}/api/booking/payments/notify/alipay`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: text,
    })
  expect((await tell(told({ out_trade_no: paymentId, total_amount: '59.99' }))).status).toBe(422)
  expect((await tell(told({ out_trade_no: paymentId }).replace('TRADE_SUCCESS', 'TRADE_FINISHED'))).status).toBe(403)
  for (const _ of [1, 2]) {
    const reply = await tell(told({ out_trade_no: paymentId }))
    expect([reply.status, await reply.text()]).toEqual([200, 'success'])
  }
  expect((await ann.order(order.id)).body).toMatchObject({
    state: 'confirmed',
    payment: { state: 'paid', provider: 'alipay' },
  })
  expect(await brokenInvariants(database)).toEqual([])
})

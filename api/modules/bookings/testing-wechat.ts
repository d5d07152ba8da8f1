import { createCipheriv, createSign, generateKeyPairSync } from 'node:crypto'

/** WeChat Pay's side of the public specification: its answers and callbacks, sealed and signed as it does. */

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
export const merchant = pair()
export const platform = pair()
export const apiV3Key = 'v3-key-of-exactly-32-characters!'
export const platformSerial = 'PUB_KEY_ID_0116000000002024'

export function signedHeaders(body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const nonce = '5K8264ILTKCH16CQ2502SI8ZNMTM67VS'
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .sign(platform.privateKey, 'base64')
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': platformSerial,
    'wechatpay-signature': signature,
  }
}

export function sealedNotice(id: string, transaction: object): string {
  const nonce = 'fdasflkja484'
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), nonce)
  cipher.setAAD(Buffer.from('transaction'))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(transaction)), cipher.final(), cipher.getAuthTag()])
  return JSON.stringify({
    id,
    create_time: '2026-11-25T10:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: 'transaction',
      nonce,
    },
  })
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { Message } from './message.ts'
import { openMessages } from './open-messages.ts'

const log = pino({ level: 'silent' })
const message: Message = {
  channel: 'phone',
  to: '+8613800000000',
  template: 'sign-in-code',
  language: 'zh-CN',
  values: { code: '123456', minutes: '5' },
}

test('production does not start without what sends its codes, and names the variables', () => {
  for (const env of [{ NODE_ENV: 'production' }, { PUBLIC_URL: 'https://venues.example.org' }]) {
    expect(() => readConfig(env)).toThrow(/SMS_WEBHOOK_URL[\s\S]*SMTP_URL[\s\S]*MAIL_FROM/)
  }
  expect(() =>
    readConfig({ NODE_ENV: 'production', SIGN_IN_CODES: 'email', SMTP_URL: 'smtp://mail.example.org' }),
  ).toThrow(/MAIL_FROM/)
})

test('nothing but development shows messages: with everything set, or codes off, production has no page of them', () => {
  const sms = { SIGN_IN_CODES: 'phone', SMS_WEBHOOK_URL: 'https://sms.example.org' }
  for (const env of [sms, { SIGN_IN_CODES: 'off' }]) {
    const messages = openMessages(readConfig({ NODE_ENV: 'production', ...env }), log)
    expect(messages.shown()).toBeNull()
    expect([...messages.channels]).toEqual(env === sms ? ['phone'] : [])
  }
})

test('npm start on a laptop shows messages instead of sending them', async () => {
  for (const env of [{}, { PUBLIC_URL: 'http://localhost:8080' }, { PUBLIC_URL: 'http://127.0.0.1:8080' }]) {
    const messages = openMessages(readConfig(env), log)
    await messages.send(message)
    expect(messages.shown()?.[0]).toMatchObject({ to: message.to, text: expect.stringContaining('123456') })
  }
})

test('the SMS service gets number, template, values and text with its token, and its refusal is told', async () => {
  const seen: { authorization: string | undefined; body: string }[] = []
  let status = 204
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    seen.push({ authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`
  const config = readConfig({
    NODE_ENV: 'production',
    SIGN_IN_CODES: 'phone',
    SMS_WEBHOOK_URL: address,
    SMS_WEBHOOK_TOKEN: 'for-this-test-only',
  })
  try {
    const messages = openMessages(config, log)
    await messages.send(message)
    expect(seen[0]?.authorization).toBe('Bearer for-this-test-only')
    expect(JSON.parse(seen[0]!.body)).toMatchObject({
      to: message.to,
      template: 'sign-in-code',
      values: { code: '123456' },
    })
    status = 500
    await expect(messages.send(message)).rejects.toMatchObject({ code: 'message-not-sent', status: 503 })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('mail is spoken over SMTP', async () => {
  const { createServer: createSocket } = await import('node:net')
  const lines: string[] = []
  const server = createSocket((socket) => {
    let inData = false
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        lines.push(line)
        if (inData && line !== '.') continue
        if (line === 'DATA') inData = true
        else if (line === '.') inData = false
        socket.write(line === 'DATA' ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  try {
    const messages = openMessages(
      readConfig({
        NODE_ENV: 'production',
        SIGN_IN_CODES: 'email',
        SMTP_URL: `smtp://127.0.0.1:${port}`,
        MAIL_FROM: 'Venue Atlas <noreply@example.org>',
      }),
      log,
    )
    await messages.send({ ...message, channel: 'email', to: 'reader@example.org', language: 'en' })
    expect(lines).toContain('RCPT TO:<reader@example.org>')
    expect(lines.join('\n')).toContain('your code is 123456')
  } finally {
    server.close()
  }
})

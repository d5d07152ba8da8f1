import { createTransport } from 'nodemailer'
import { errors } from '../errors.ts'
import type { Deliver } from './message.ts'
import { wordsOf } from './texts.ts'

const timeoutMs = 8_000

/** Sends mail over SMTP; `address` is smtp://… or smtps://… with account and password in it. */
export function deliverBySmtp(address: string, from: string): Deliver {
  const transport = createTransport(address, { from })
  Object.assign(transport.options, {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  return async (message) => {
    const { subject, text } = wordsOf(message)
    try {
      await transport.sendMail({ from, to: message.to, subject, text })
    } catch {
      throw errors.unavailable(
        'message-not-sent',
        'The mail could not be sent just now. Try again in a minute, or sign in another way.',
      )
    }
  }
}

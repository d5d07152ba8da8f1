import { errors } from '../errors.ts'
import type { Deliver } from './message.ts'
import { wordsOf } from './texts.ts'

const timeoutMs = 8_000

/**
 * Hands text messages to an HTTP service: POST of `{to, template, language, values, text}`, so that a gateway with approved templates
 * takes the values and any other the text. Any 2xx is taken as sent.
 */
export function deliverByWebhook(address: string, token: string | undefined): Deliver {
  return async (message) => {
    const { to, template, language, values } = message
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ to, template, language, values, text: wordsOf(message).text }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => cause as Error)
    if (response instanceof Response) {
      await response.body?.cancel()
      if (response.ok) return
    }
    throw errors.unavailable(
      'message-not-sent',
      'The text message could not be sent just now. Try again in a minute, or sign in another way.',
    )
  }
}

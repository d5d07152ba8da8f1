import type { Logger } from 'pino'
import type { Deliver, ShownMessage } from './message.ts'
import { wordsOf } from './texts.ts'

const mostKept = 50

/** Development: writes each message to the log and keeps the last ones to be looked at. */
export function showMessages(log: Logger): { deliver: Deliver; messages(): ShownMessage[] } {
  let kept: ShownMessage[] = []
  return {
    deliver: async (message) => {
      const { text } = wordsOf(message)
      const shown = { channel: message.channel, to: message.to, text, at: new Date().toISOString() }
      kept = [shown, ...kept].slice(0, mostKept)
      log.info({ channel: shown.channel, to: shown.to, text }, 'message shown instead of sent')
    },
    messages: () => kept,
  }
}

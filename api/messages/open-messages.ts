import type { Logger } from 'pino'
import type { Channel, Deliver, Messages } from './message.ts'
import { isDevelopment, type MessageConfig, messageFaults } from './requirements.ts'
import { showMessages } from './show-messages.ts'
import { deliverByWebhook } from './sms-webhook.ts'
import { deliverBySmtp } from './smtp.ts'

/**
 * The adapters that the configuration names. In development a channel without one is shown; elsewhere the configuration was refused
 * before (see `messageFaults`).
 */
export function openMessages(config: MessageConfig, log: Logger): Messages {
  const faults = messageFaults(config)
  if (faults.length) throw new Error(faults.join('\n'))
  const shown = isDevelopment(config) ? showMessages(log) : null
  const deliver = new Map<Channel, Deliver>()
  for (const channel of config.SIGN_IN_CODES) {
    if (channel === 'off') continue
    const adapter = adapterOf(channel, config) ?? shown?.deliver
    if (adapter) deliver.set(channel, adapter)
  }
  return {
    channels: new Set(deliver.keys()),
    send: (message) => deliver.get(message.channel)!(message),
    shown: () => shown?.messages() ?? null,
  }
}

function adapterOf(channel: Channel, config: MessageConfig): Deliver | null {
  if (channel === 'phone') {
    return config.SMS_WEBHOOK_URL ? deliverByWebhook(config.SMS_WEBHOOK_URL, config.SMS_WEBHOOK_TOKEN) : null
  }
  return config.SMTP_URL && config.MAIL_FROM ? deliverBySmtp(config.SMTP_URL, config.MAIL_FROM) : null
}

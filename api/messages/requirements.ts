import type { Config } from '../config.ts'

export type MessageConfig = Pick<
  Config,
  | 'NODE_ENV'
  | 'PUBLIC_URL'
  | 'SERVICES'
  | 'SIGN_IN_CODES'
  | 'SMS_WEBHOOK_URL'
  | 'SMS_WEBHOOK_TOKEN'
  | 'SMTP_URL'
  | 'MAIL_FROM'
>

/**
 * Whether messages may be shown instead of sent: on a developer's own machine only. A program that calls itself production, or that
 * people reach by another name than this host's, is none.
 */
export function isDevelopment({ NODE_ENV, PUBLIC_URL }: Pick<Config, 'NODE_ENV' | 'PUBLIC_URL'>): boolean {
  if (NODE_ENV === 'production') return false
  return PUBLIC_URL === undefined || isThisHost(new URL(PUBLIC_URL).hostname)
}

/** What is missing for messages to be sent, by variable; empty when nothing is. */
export function messageFaults(config: MessageConfig): string[] {
  if (isDevelopment(config) || !config.SERVICES.includes('api')) return []
  const off = 'or take it out of SIGN_IN_CODES (SIGN_IN_CODES=off leaves passwords only)'
  const faults: string[] = []
  if (config.SIGN_IN_CODES.includes('phone') && !config.SMS_WEBHOOK_URL) {
    faults.push(`SMS_WEBHOOK_URL: codes by phone need the service that sends them; set it, ${off}`)
  }
  if (config.SIGN_IN_CODES.includes('email')) {
    if (!config.SMTP_URL) faults.push(`SMTP_URL: codes by mail need a mail server; set it, ${off}`)
    if (!config.MAIL_FROM) faults.push(`MAIL_FROM: codes by mail need a sender’s address; set it, ${off}`)
  }
  return faults
}

const isThisHost = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name) || name.endsWith('.localhost')

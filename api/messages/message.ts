/** What the product tells people outside its pages, and the one way to send it. */

export type Channel = 'phone' | 'email'

export const messageTemplates = [
  'sign-in-code',
  'booking-confirmed',
  'booking-cancelled',
  'booking-moved',
  'booking-closed',
  'booking-move-offered',
  'booking-refunded',
  'booking-reminder',
  'booking-waitlist-offered',
] as const

export interface Message {
  channel: Channel
  /** E.164 number or mail address. */
  to: string
  template: (typeof messageTemplates)[number]
  language: 'zh-CN' | 'en'
  values: Record<string, string>
}

export interface Messages {
  /** Where messages can go as this program is configured. */
  channels: ReadonlySet<Channel>
  /** @throws 503 message-not-sent when the service behind the channel does not take it. */
  send(message: Message): Promise<void>
  /** The last messages, the newest first, where they are shown instead of sent; null where they really go out. */
  shown(): ShownMessage[] | null
}

export interface ShownMessage {
  channel: Channel
  to: string
  text: string
  at: string
}

/** One adapter delivers one channel. */
export type Deliver = (message: Message) => Promise<void>

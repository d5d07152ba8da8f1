import type { Message } from './message.ts'

/** The words of each message. They hold no link: what cannot be forged need not be checked. */
const templates: Record<Message['template'], Record<Message['language'], { subject: string; text: string }>> = {
  'sign-in-code': {
    'zh-CN': {
      subject: '登录验证码',
      text: '【场馆一张图】验证码 {code}，{minutes} 分钟内有效。不要告诉任何人；不是你本人操作，请忽略。',
    },
    en: {
      subject: 'Your sign-in code',
      text: 'Venue Atlas: your code is {code}, good for {minutes} minutes. Tell nobody; if you did not ask for it, ignore this.',
    },
  },
  'booking-confirmed': {
    'zh-CN': { subject: '预订成功', text: '【场馆一张图】{place} {start} 已订好，到馆出示二维码入场。' },
    en: { subject: 'Booked', text: 'Venue Atlas: {place}, {start} is yours. Show your QR code at the gate.' },
  },
  'booking-cancelled': {
    'zh-CN': { subject: '预订已取消', text: '【场馆一张图】{place} {start} 的预订已被场馆取消，退款原路退回。' },
    en: {
      subject: 'Booking cancelled',
      text: 'Venue Atlas: {place} cancelled your booking of {start}; your money goes back the way it came.',
    },
  },
  'booking-moved': {
    'zh-CN': { subject: '预订已换场', text: '【场馆一张图】{place} {start} 的预订已换场，请看最新的入场码。' },
    en: {
      subject: 'Booking moved',
      text: 'Venue Atlas: your booking of {start} at {place} has another cell; see your new ticket.',
    },
  },
  'booking-closed': {
    'zh-CN': { subject: '场地停开', text: '【场馆一张图】{place} {start} 停开，预订已取消，全额退款。' },
    en: {
      subject: 'Closed',
      text: 'Venue Atlas: {place} is closed at {start}; your booking was cancelled and all of it goes back to you.',
    },
  },
  'booking-move-offered': {
    'zh-CN': {
      subject: '场地停开，可以换场',
      text: '【场馆一张图】{place} {start} 停开，请选别的时段；到期没选，全额退款。',
    },
    en: {
      subject: 'Closed: choose another time',
      text: 'Venue Atlas: {place} is closed at {start}. Choose another time; if you do not, all your money goes back.',
    },
  },
  'booking-refunded': {
    'zh-CN': { subject: '退款', text: '【场馆一张图】{place} {start} 的预订有一笔退款，原路退回。' },
    en: { subject: 'Refund', text: 'Venue Atlas: part of your booking of {start} at {place} goes back to you.' },
  },
  'booking-reminder': {
    'zh-CN': { subject: '快到点了', text: '【场馆一张图】{place} {start} 开场，别忘了带上二维码。' },
    en: { subject: 'Soon', text: 'Venue Atlas: your booking at {place} begins at {start}. Have your QR code ready.' },
  },
  'booking-waitlist-offered': {
    'zh-CN': { subject: '候补到了', text: '【场馆一张图】{place} {start} 有空位了，正为你保留，请尽快付款。' },
    en: {
      subject: 'It is your turn',
      text: 'Venue Atlas: a place at {place}, {start}, is held for you. Pay soon to keep it.',
    },
  },
}

export function wordsOf({ template, language, values }: Message): { subject: string; text: string } {
  const { subject, text } = templates[template][language]
  return { subject, text: text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole) }
}

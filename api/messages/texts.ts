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
}

export function wordsOf({ template, language, values }: Message): { subject: string; text: string } {
  const { subject, text } = templates[template][language]
  return { subject, text: text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole) }
}

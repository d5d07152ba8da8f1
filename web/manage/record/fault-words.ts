import type { Translate } from '../../i18n/translate.ts'

/** What the validators (Ajv for attributes, zod for the rest) say of a value, in the reader's words; a number in it is its bound. */
export function faultWords(message: string, t: Translate): string {
  const [, least] = /(?:must be|to be) >=? ?(-?[\d.]+)/.exec(message) ?? []
  if (least) return t('edit.fault.least', { bound: least })
  const [, most] = /(?:must be|to be|to have) <=? ?(-?[\d.]+)(?! char)/.exec(message) ?? []
  if (most && !/string|char/i.test(message)) return t('edit.fault.most', { bound: most })
  if (/fewer|at most|more than|<=\d+ char|Too big/i.test(message)) return t('edit.fault.long')
  if (/allowed values|Invalid option/i.test(message)) return t('edit.fault.option')
  if (/integer|expected int/i.test(message)) return t('edit.fault.whole')
  if (/number/i.test(message)) return t('edit.fault.number')
  if (/required|undefined|null|Too small/i.test(message)) return t('edit.fault.missing')
  return t('edit.fault.other')
}

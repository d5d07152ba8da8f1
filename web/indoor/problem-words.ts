import { ApiProblem } from '../client/problem.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

/** Why there is no route, in words. */
export function problemWords(error: Error, t: (key: TextKey) => string): string {
  const key = error instanceof ApiProblem ? `indoor.problem.${error.code}` : ''
  return t(key in zhCN ? (key as TextKey) : 'indoor.problem.other')
}

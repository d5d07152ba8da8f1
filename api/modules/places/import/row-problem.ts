import type { RowProblem } from '../../../contract/imports.ts'

/** What is wrong with a row, in both languages: its number, column and value, and what was expected instead. */
export const rowProblem = (
  row: number,
  column: string,
  value: string,
  { code, zh, en }: { code: string; zh: string; en: string },
): RowProblem => ({
  code,
  row,
  column,
  value: value.slice(0, 200),
  expectedZh: zh,
  expectedEn: en,
})

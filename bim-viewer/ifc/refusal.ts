/** Why a file does not become a building; pages have words for each code in both languages. */
export type RefusalCode =
  | 'not-ifc'
  | 'several-models'
  | 'incomplete'
  | 'schema-unknown'
  | 'too-large'
  | 'damaged'
  | 'no-geometry'
  | 'took-too-long'
  | 'took-too-much'

export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, detail: string) {
    super(detail)
    this.code = code
  }
}

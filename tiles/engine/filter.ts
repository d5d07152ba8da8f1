import type { CodedValue, Feature } from './feature.ts'
import type { Schema } from './schema.ts'
import type { DictionaryValue, Table } from './table.ts'

/** What a request asks for: of each named facet one of the values; the region by code prefix. */
export interface Filter {
  /** The same for equal filters however they were written; '' asks for everything. */
  key: string
  /** Field index in the schema → wanted values as text (for the region: prefixes). */
  wanted: ReadonlyMap<number, ReadonlySet<string>>
}

export const EVERYTHING: Filter = { key: '', wanted: new Map() }

const MOST_VALUES = 100
const REGION = /^[1-9]\d(\d\d){0,2}$/

export class FilterFault extends Error {
  readonly parameter: string
  constructor(parameter: string, message: string) {
    super(message)
    this.parameter = parameter
  }
}

/**
 * Reads `type=a,b&fee=free&region=5101`. Values of one facet are alternatives, facets must all hold.
 * @throws FilterFault naming an unknown facet or a bad value.
 */
export function readFilter(schema: Schema, parameters: Iterable<[string, string]>): Filter {
  const wanted = new Map<number, Set<string>>()
  for (const [given, text] of parameters) {
    const index = facetIndex(schema, given)
    if (index < 0) {
      const known = schema.coded.filter((field) => field.filter).map((field) => field.name)
      throw new FilterFault(
        given,
        `«${given}» is not a filter of layer ${schema.layer.name}; filters are ${known.join(', ')}`,
      )
    }
    const values = text.split(',').filter((value) => value !== '')
    if (values.length > MOST_VALUES)
      throw new FilterFault(given, `${values.length} values of «${given}», at most ${MOST_VALUES}`)
    if (values.length === 0) continue
    const set = wanted.get(index) ?? new Set()
    wanted.set(index, set)
    for (const value of values) set.add(schema.coded[index]!.kind === 'region' ? regionPrefix(given, value) : value)
  }
  const key = [...wanted]
    .sort(([a], [b]) => a - b)
    .map(([index, values]) => `${schema.coded[index]!.name}=${[...values].sort().map(encodeURIComponent).join(',')}`)
    .join('&')
  return key === '' ? EVERYTHING : { key, wanted }
}

/** The facet of that name; `sport` also finds the set `sports`, because a request names one. */
function facetIndex(schema: Schema, name: string): number {
  const find = (wanted: string) => schema.coded.findIndex((field) => field.filter && field.name === wanted)
  const exact = find(name)
  if (exact >= 0) return exact
  const plural = find(`${name}s`)
  return plural >= 0 && schema.coded[plural]!.kind === 'set' ? plural : -1
}

/** 510000 → 51, 510100 → 5101: trailing pairs of zeros stand for the whole region above. */
function regionPrefix(parameter: string, code: string): string {
  if (!REGION.test(code))
    throw new FilterFault(parameter, `region «${code}» is not two, four or six digits of an adcode, such as 510104`)
  return code.replace(/(00)+$/, '')
}

/** A filter made ready for one table: which codes of which columns pass. */
export interface RowTest {
  tests: { codes: ArrayLike<number>; allowed: Uint8Array; column: number }[]
  /** No row can pass. */
  none: boolean
}

/** With `zoom`, rows that enter tiles only from a later zoom do not pass. */
export function rowTest(schema: Schema, table: Table, filter: Filter, zoom: number): RowTest {
  const tests: RowTest['tests'] = []
  for (const [column, wanted] of filter.wanted) {
    const { codes, dictionary } = table.columns[column]!
    const { kind } = schema.coded[column]!
    tests.push({
      codes,
      column,
      allowed: Uint8Array.from(dictionary, (value) => (passes(kind, value, wanted) ? 1 : 0)),
    })
  }
  if (schema.zoomField >= 0) {
    const { codes, dictionary } = table.columns[schema.zoomField]!
    const allowed = Uint8Array.from(dictionary, (value) => (zoomOf(schema, value) <= zoom ? 1 : 0))
    if (allowed.includes(0)) tests.push({ codes, column: schema.zoomField, allowed })
  }
  return { tests, none: tests.some(({ allowed }) => !allowed.includes(1)) }
}

export function rowPasses(test: RowTest, row: number): boolean {
  const { tests } = test
  for (let i = 0; i < tests.length; i++) {
    const { codes, allowed } = tests[i]!
    if (allowed[codes[row]!] === 0) return false
  }
  return true
}

export function featurePasses(schema: Schema, filter: Filter, feature: Feature, zoom: number): boolean {
  for (const [column, wanted] of filter.wanted)
    if (!passes(schema.coded[column]!.kind, feature.values[column] ?? null, wanted)) return false
  return schema.zoomField < 0 || zoomOf(schema, feature.values[schema.zoomField] ?? null) <= zoom
}

function passes(kind: string, value: DictionaryValue | CodedValue, wanted: ReadonlySet<string>): boolean {
  if (value === null) return false
  if (typeof value === 'object') return value.some((member) => wanted.has(member))
  if (kind !== 'region') return wanted.has(String(value))
  const code = String(value)
  return wanted.has(code.slice(0, 2)) || wanted.has(code.slice(0, 4)) || wanted.has(code)
}

function zoomOf(schema: Schema, value: DictionaryValue | CodedValue): number {
  return schema.zoomOfValue[String(value)] ?? 0
}

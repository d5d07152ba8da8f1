/**
 * What the generator gives of each place, in the order of a COPY line, with the types of the staging table. `detail`, `hours` and `photo`
 * name rows of the dictionaries, `geom` is null where the heights of `track` already tell the line.
 */
export const stagedColumns = {
  id: 'bigint',
  detail: 'integer',
  hours: 'integer',
  photo: 'integer',
  name_zh: 'text',
  name_en: 'text',
  alias: 'text',
  geom: 'geometry',
  track: 'geometry',
  region_code: 'char(6)',
  address_zh: 'text',
  address_en: 'text',
  owner_name: 'text',
  area_m2: 'double precision',
  length_m: 'double precision',
  ascent_m: 'double precision',
  phone: 'text',
  website: 'text',
  fee: 'text',
  price_fen: 'integer',
  status: 'text',
  status_note: 'text',
  rating: 'numeric(2, 1)',
  rating_count: 'integer',
  weight: 'real',
  verified_on: 'date',
  name_pinyin: 'text',
  name_initials: 'text',
} as const

export type StagedColumn = keyof typeof stagedColumns

/** Details of a place that many share: see `makeDictionaries`. */
export const detailColumns = {
  detail: 'integer primary key',
  type_code: 'text',
  built_year: 'smallint',
  ownership: 'text',
  area_m2: 'double precision',
  accessibility: 'text[]',
  equipment: 'jsonb',
  sports: 'text[]',
  courts: 'jsonb',
  attributes: 'jsonb',
} as const

export const hoursColumns = {
  hours: 'integer primary key',
  value: 'jsonb',
  open_days: 'int4multirange',
  exception_days: 'datemultirange',
} as const

export const photoColumns = { photo: 'integer primary key', value: 'jsonb' } as const

export const demoSource = 'venue-atlas demo'

/** One line of COPY's text format. Values hold no tabs, newlines or backslashes but those of `jsonText`. */
export const copyLine = (values: readonly (string | number | null)[]) => {
  let line = ''
  for (let i = 0; i < values.length; i++) line += i === 0 ? (values[0] ?? '\\N') : `\t${values[i] ?? '\\N'}`
  return `${line}\n`
}

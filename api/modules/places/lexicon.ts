import type { Database } from '../../db/types.ts'
import { pinyinKeys } from './pinyin-keys.ts'

/** The names that are no places: regions, types and sports. A word of a search may mean one of them. */
export interface LexiconEntry {
  kind: 'region' | 'type' | 'sport'
  code: string
  nameZh: string
  nameEn: string
  detailZh: string | null
  detailEn: string | null
  location: [number, number] | null
  /** Every written form: Chinese with and without its ending, pinyin, initials, English; no spaces. */
  forms: string[]
  /** Order among entries that match equally well; the wider region first. */
  order: number
}

export type Lexicon = readonly LexiconEntry[]

const keptMs = 60_000
const kept = new WeakMap<Database, { at: number; lexicon: Promise<Lexicon> }>()

/** Read at most once a minute: a few hundred rows. */
export function lexiconOf(database: Database): Promise<Lexicon> {
  const known = kept.get(database)
  if (known && Date.now() - known.at < keptMs) return known.lexicon
  const lexicon = readLexicon(database)
  kept.set(database, { at: Date.now(), lexicon })
  lexicon.catch(() => kept.delete(database))
  return lexicon
}

/** Entries one of whose forms is exactly this text. */
export const meaningsOf = (lexicon: Lexicon, text: string): LexiconEntry[] =>
  lexicon.filter(({ forms }) => forms.includes(text))

/** The longest region name at the head of a Chinese text, where something is left behind it: 成都体育馆 → 成都 + 体育馆. */
export function splitAtRegion(lexicon: Lexicon, text: string): [head: string, rest: string] | null {
  let head = ''
  for (const { kind, forms } of lexicon) {
    if (kind !== 'region') continue
    for (const form of forms) {
      if (
        form.length > head.length &&
        form.length < text.length &&
        /^\p{Script=Han}/u.test(form) &&
        text.startsWith(form)
      ) {
        head = form
      }
    }
  }
  return head === '' ? null : [head, text.slice(head.length)]
}

async function readLexicon(database: Database): Promise<Lexicon> {
  const rows = await database.rows<Omit<LexiconEntry, 'forms'>>(database.reader(), {
    name: 'places-lexicon',
    text: `
      select 'region' as kind, r.code, r.name_zh as "nameZh", r.name_en as "nameEn", parent.name_zh as "detailZh",
             parent.name_en as "detailEn", json_build_array(st_x(r.label_point), st_y(r.label_point)) as location,
             case r.level when 'province' then 0 when 'prefecture' then 1 else 2 end as "order"
      from region r
      left join region parent on parent.code = r.parent_code
      union all
      select 'type', t.code, t.name_zh, t.name_en, null, null, null, 3 from place_type t where not t.deprecated
      union all
      select 'sport', s.code, s.name_zh, s.name_en, null, null, null, 4 from sport s`,
    values: [],
  })
  return rows
    .map((row) => ({ ...row, forms: formsOf(row) }))
    .sort((a, b) => a.order - b.order || (a.code < b.code ? -1 : 1))
}

function formsOf({ kind, nameZh, nameEn }: Pick<LexiconEntry, 'kind' | 'nameZh' | 'nameEn'>): string[] {
  const short = kind === 'region' ? shortRegionName(nameZh) : nameZh
  const forms = [nameZh, short].flatMap((name) => {
    const { pinyin, initials } = pinyinKeys(name)
    return [name, pinyin, initials]
  })
  return [...new Set([...forms, nameEn.toLowerCase().replaceAll(/[^a-z0-9]/g, '')])].filter((form) => form.length > 1)
}

/** 成都市 → 成都, 武侯区 → 武侯, 阿坝藏族羌族自治州 → 阿坝; names of two characters stay whole. */
function shortRegionName(nameZh: string): string {
  const short = nameZh
    .replace(/(?:[^市县区州]{1,2}族)+(?:各族)?自治[州县]$/u, '')
    .replace(/(?:自治[州县]|省|市|州|县|区)$/u, '')
  return [...short].length < 2 ? nameZh : short
}

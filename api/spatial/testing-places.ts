import type { Knex } from 'knex'

/** Random places of every geometry for tests of spatial queries: a dense city on a county border, a thin province, ties, the antimeridian. */

export interface TestPlace {
  wkt: string
  type: string
  fee: string
  priceFen: number | null
  rating: number | null
  ratingCount: number
  sports: string[]
  status: string
  accessibility: string[]
  hours: unknown
}

export async function insertTestRegions(knex: Knex): Promise<void> {
  const rows: [string, string, string | null, string, number[]][] = [
    ['510000', 'province', null, '四川省', [102, 28, 105, 32]],
    ['510100', 'prefecture', '510000', '成都市', [102, 28, 105, 32]],
    ['510104', 'county', '510100', '锦江区', [102, 28, 104.1, 32]],
    ['510105', 'county', '510100', '青羊区', [104.1, 28, 105, 32]],
    ['500000', 'province', null, '重庆市', [105, 28, 107, 32]],
    ['500100', 'prefecture', '500000', '重庆市辖', [105, 28, 107, 32]],
    ['500101', 'county', '500100', '万州区', [105, 28, 107, 32]],
  ]
  for (const [code, level, parent, name, box] of rows) {
    await knex.raw(
      `insert into region (code, level, parent_code, name_zh, name_en, pinyin, initials, area_km2, geom, label_point, source)
      select ?, ?, ?, ?, ?, ?, ?, 1, st_multi(box), st_centroid(box), 'test'
      from (select st_makeenvelope(?, ?, ?, ?, 4326) as box) as b
      on conflict do nothing`,
      [code, level, parent, name, `Region ${code}`, `region${code}`, `r${code}`, ...box],
    )
  }
  await knex.raw('select region_rebuild_parts()')
}

export async function insertTestPlaces(knex: Knex, places: readonly TestPlace[]): Promise<void> {
  await knex.raw(
    `insert into place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, attribute_schema, sort)
    select code, 'test', code, code, 'icon', 'point-or-area', 'either', '{}', 1 from unnest(?::text[]) as code`,
    [['t-common', 't-rare', 't-other']],
  )
  await knex.raw(
    `insert into place (type_code, name_zh, geom, fee, price_fen, rating, rating_count, sports, status, accessibility, hours, source)
    select p ->> 'type', 'place ' || n, st_geomfromtext(p ->> 'wkt', 4326), p ->> 'fee', (p ->> 'priceFen')::integer,
      (p ->> 'rating')::numeric, (p ->> 'ratingCount')::integer,
      array(select jsonb_array_elements_text(p -> 'sports')), p ->> 'status',
      array(select jsonb_array_elements_text(p -> 'accessibility')), nullif(p -> 'hours', 'null'), 'test'
    from jsonb_array_elements(?::jsonb) with ordinality as rows (p, n)`,
    [JSON.stringify(places)],
  )
}

export function randomPlaces(count: number, seed: number): TestPlace[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, (_, n) => {
    const wkt = n % 12 === 0 ? 'POINT(105.5 29.5)' : shapeAt(...positionOf(random), random)
    const fee = pick(['free', 'low-fee', 'paid', 'paid', 'unknown'], random)
    return {
      wkt,
      type: n % 97 === 0 ? 't-rare' : pick(['t-common', 't-common', 't-other'], random),
      fee,
      priceFen: fee === 'free' || fee === 'unknown' ? null : Math.floor(random() * 30_000),
      rating: random() < 0.2 ? null : Math.round(10 + random() * 40) / 10,
      ratingCount: Math.floor(random() ** 3 * 400),
      sports: [pick(['basketball', 'swimming', 'hiking', 'tennis'], random)],
      status: random() < 0.9 ? 'open' : 'temporarily-closed',
      accessibility: random() < 0.3 ? ['step-free-entrance'] : [],
      hours: random() < 0.1 ? null : hoursOf(random),
    }
  })
}

function positionOf(random: () => number): [number, number] {
  const kind = random()
  if (kind < 0.55) return [104.1 + (random() - 0.5) * 0.25, 30.65 + (random() - 0.5) * 0.25]
  if (kind < 0.9) return [102 + random() * 5, 28 + random() * 4]
  if (kind < 0.95) return [(random() < 0.5 ? -1 : 1) * (179.5 + random() * 0.5), random() * 40 - 20]
  return [random() * 360 - 180, random() * 160 - 80]
}

function shapeAt(x: number, y: number, random: () => number): string {
  const kind = random()
  if (kind < 0.5 || Math.abs(x) > 179 || Math.abs(y) > 75) return `POINT(${x} ${y})`
  const size = random() < 0.05 ? 2 : 0.03 * random() + 0.001
  const near = () => `${x + (random() - 0.5) * size} ${y + (random() - 0.5) * size}`
  if (kind < 0.68) return `LINESTRING(${x} ${y}, ${near()}, ${near()})`
  if (kind < 0.75) return `MULTILINESTRING((${x} ${y}, ${near()}), (${near()}, ${near()}))`
  const ring = (cx: number, cy: number, r: number) =>
    `(${[0, 1, 2, 3, 4, 5, 0].map((k) => `${cx + r * Math.cos(k * 1.0472)} ${cy + r * Math.sin(k * 1.0472)}`).join(', ')})`
  if (kind < 0.92) return `POLYGON(${ring(x, y, size / 2)})`
  return `MULTIPOLYGON((${ring(x, y, size / 2)}), (${ring(x + size * 2, y, size / 3)}))`
}

function hoursOf(random: () => number): unknown {
  const day = () => (random() < 0.1 ? [] : [[Math.floor(random() * 700), 720 + Math.floor(random() * 900)]])
  const exceptions =
    random() < 0.1
      ? [{ from: '2026-05-05', to: '2026-05-06', open: [], reasonZh: '', reasonEn: '', announcedOn: null }]
      : []
  return { weekly: Array.from({ length: 7 }, day), holidays: random() < 0.3 ? [] : null, exceptions }
}

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!

/** Tommy Ettinger's mulberry32: the same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

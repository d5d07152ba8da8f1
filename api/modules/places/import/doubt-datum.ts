import type { Database } from '../../../db/types.ts'
import { convertPosition, type Datum } from '../../../spatial/datum.ts'
import { nameSimilarity } from './name-similarity.ts'

const sampleRows = 300
const candidates: readonly Datum[] = ['WGS84', 'GCJ-02', 'BD-09']

interface Sample {
  name: string
  lon: number
  lat: number
  address: string | null
  twins: { name: string; lon: number; lat: number }[]
}

export interface DatumNote {
  code: string
  messageZh: string
  messageEn: string
}

/**
 * Warns when the rows lie where another datum would put them: rows that share their name with a place of the registry some hundred
 * metres off are moved as each other datum would move them, and the datum under which most of them fall on their twins is named.
 */
export async function doubtDatum(database: Database, importId: number, stated: Datum): Promise<DatumNote[]> {
  const samples = await database.rows<Sample>(database.primary, {
    name: 'import-datum-sample',
    text: `
      with sample as materialized (
        select r.record ->> 'nameZh' as name, r.record ->> 'addressZh' as address, r.location
        from import_row r
        where r.import_id = $1::bigint and r.location is not null and r.outcome in ('new', 'duplicate', 'changed')
        order by hashint4(r.number)
        limit $2::integer
      )
      select s.name, s.address, st_x(s.location) as lon, st_y(s.location) as lat,
             coalesce((
               select json_agg(json_build_object('name', p.name_zh, 'lon', st_x(p.location), 'lat', st_y(p.location)))
               from (
                 select p.name_zh, p.location
                 from place p
                 where p.location && st_expand(s.location, 0.02) and app.search_squash(p.name_zh) = app.search_squash(s.name)
                 limit 5) p), '[]') as twins
      from sample s`,
    values: [importId, sampleRows],
  })
  return judgeDatum(samples, stated)
}

const nearMetres = 80
const leastTwins = 3

/** Pure part of `doubtDatum`. */
export function judgeDatum(samples: readonly Sample[], stated: Datum): DatumNote[] {
  const paired = samples.filter(({ twins }) => twins.length > 0)
  const statedDatum = stated === 'CGCS2000' ? 'WGS84' : stated
  const hits = candidates.map((datum) => ({
    datum,
    hits: paired.filter((sample) => fallsOnTwin(sample, statedDatum, datum)).length,
  }))
  const own = hits.find(({ datum }) => datum === statedDatum)!.hits
  const best = hits.toSorted((a, b) => b.hits - a.hits)[0]!
  if (best.datum === statedDatum || best.hits < leastTwins || best.hits < own * 2) return []
  const share = Math.round((best.hits / paired.length) * 100)
  return [
    {
      code: 'likely-other-datum',
      messageZh: `坐标系可能选错：${paired.length} 行与已登记场所同名，其中 ${share}% 在把坐标当作 ${best.datum} 时才落在同名场所上（现在按 ${stated} 只有 ${own} 行）`,
      messageEn: `The datum may be wrong: of ${paired.length} rows that share a name with a place nearby, ${share} % fall on it when the coordinates are taken as ${best.datum} (${own} rows as ${stated})`,
    },
  ]
}

function fallsOnTwin({ name, lon, lat, twins }: Sample, stated: Datum, actual: Datum): boolean {
  // What was read in one datum is written back in it, then read in the other.
  const [x, y] = convertPosition(convertPosition([lon, lat], 'WGS84', stated), actual, 'WGS84') as [number, number]
  return twins.some((twin) => {
    const east = (twin.lon - x) * 111_320 * Math.cos((y * Math.PI) / 180)
    return Math.hypot(east, (twin.lat - y) * 111_320) <= nearMetres && nameSimilarity(name, twin.name) === 1
  })
}

import type { Database } from '../../api/db/types.ts'
import type { tileJson } from '../catalogue.ts'
import { originOfData } from './export-queries.ts'

interface Exported {
  regionName: { zh: string; en: string } | null
  /** Filters as a tile's address has them. */
  address: string
  dataVersion: number
  tileJson: ReturnType<typeof tileJson>
}

/** What a PMTiles archive says of itself; a copy that leaves the house has to carry where it comes from and what is invented. */
export async function exportMetadata(database: Database, exported: Exported): Promise<object> {
  const [origin] = await database.rows<{ demo: boolean; boundaries: string[] }>(database.primary, originOfData)
  const { regionName, address, dataVersion } = exported
  const attribution = ['场馆一张图 Venue Atlas']
  if (origin!.demo) attribution.push('演示数据，均为虚构 / demo data, invented')
  for (const source of origin!.boundaries) attribution.push(`行政区划 / regions: ${source}`)
  return {
    name: regionName ? `场馆一张图 · ${regionName.zh} / ${regionName.en}` : '场馆一张图 / Venue Atlas',
    description: exported.tileJson.description,
    attribution: attribution.join(' · '),
    type: 'overlay',
    version: String(dataVersion),
    generator: 'venue-atlas',
    'venue-atlas:filter': address,
    'venue-atlas:demo': origin!.demo ? 'true' : 'false',
    vector_layers: exported.tileJson.vector_layers,
  }
}

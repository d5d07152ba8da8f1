import { EVERYTHING, type Filter, FilterFault, readFilter } from './engine/filter.ts'
import type { LayerEngine } from './engine/layer-engine.ts'

/** What the query of a tile's address asks for. */
export interface TileQuery {
  /** One filter for each layer; a facet that only some layers have filters those. */
  filters: Filter[]
  filterKey: string
  /** Transaction whose changes must be in (read your writes); 0 for none. */
  atLeast: number
  /** The client names the data it wants and may keep the reply: `?v=`; 0 for none. */
  version: number
}

/** @throws FilterFault for a parameter that none of the layers knows, or a bad value. */
export function readTileQuery(query: string, engines: readonly LayerEngine[]): TileQuery {
  if (query === '') return { filters: engines.map(() => EVERYTHING), filterKey: '', atLeast: 0, version: 0 }
  const parameters = [...new URLSearchParams(query)]
  const asked = parameters.filter(([name]) => name !== 'atLeast' && name !== 'v')
  const faults = new Map<string, FilterFault>()
  const filters = engines.map((engine) => {
    const known: [string, string][] = []
    for (const parameter of asked) {
      try {
        readFilter(engine.schema, [parameter])
        known.push(parameter)
      } catch (error) {
        if (!(error instanceof FilterFault)) throw error
        faults.set(`${engine.schema.layer.name} ${parameter[0]}`, error)
      }
    }
    return readFilter(engine.schema, known)
  })
  for (const [name] of asked) {
    const all = engines.map((engine) => faults.get(`${engine.schema.layer.name} ${name}`))
    if (all.every((fault) => fault !== undefined)) throw all[0]!
  }
  return {
    filters,
    filterKey: filters.map((filter) => filter.key).join(';'),
    atLeast: transactionOf(parameters, 'atLeast'),
    version: transactionOf(parameters, 'v'),
  }
}

function transactionOf(parameters: readonly [string, string][], name: string): number {
  const text = parameters.find(([given]) => given === name)?.[1]
  if (text === undefined || text === '') return 0
  if (!/^\d{1,15}$/.test(text))
    throw new FilterFault(name, `${name} «${text}» is not a data version, as X-Data-Version gives it`)
  return Number(text)
}

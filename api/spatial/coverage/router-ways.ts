import { z } from 'zod'
import type { Cells, Supply } from './cells.ts'
import { PointIndex } from './point-index.ts'
import type { Ways } from './ways.ts'

/** More pairs than this are no work for a router that answers over HTTP. */
const mostPairs = 2_000_000
/** OSRM takes a hundred coordinates a table as it is shipped. */
const mostCoordinates = 100
/** A line or an area has so many gates at most. */
const mostGates = 4
const atOnce = 4
const timeoutMs = 10_000

/** A router that does not answer well, or too much asked of it; `problem` is what the run says of it. */
export class WaysFailed extends Error {
  override name = 'WaysFailed'
  readonly problem: 'too-many-ways' | 'router-failed'
  constructor(problem: WaysFailed['problem'], detail: string) {
    super(detail)
    this.problem = problem
  }
}

const waypoint = z.object({ distance: z.number().min(0).default(0) })
const tableReply = z.object({
  code: z.literal('Ok'),
  distances: z.array(z.array(z.number().min(0).nullable())),
  sources: z.array(waypoint.nullable()),
  destinations: z.array(waypoint.nullable()),
})

/**
 * Walking distances of an OSRM-compatible table service, asked once for every cell within reach of every place. What is beyond that reach
 * is not asked for: its nearest place is known to be farther, and how far is said by the straight line.
 */
export async function askRouter(
  routerUrl: string,
  cells: Cells,
  supplies: readonly Supply[],
  reachMetres: number,
): Promise<Ways> {
  const index = new PointIndex(cells.lon, cells.lat)
  const wanted = supplies.map((supply) => ({
    supply,
    gates: gatesOf(supply),
    cells: cellsAround(index, supply, reachMetres),
  }))
  const pairs = wanted.reduce((sum, one) => sum + one.cells.length * one.gates.length, 0)
  if (pairs > mostPairs) throw new WaysFailed('too-many-ways', `${pairs} distances; at most ${mostPairs} are asked for`)
  const metresOf = new Map<number, Map<number, number>>()
  const questions = wanted.flatMap(({ supply, gates, cells: around }) => {
    metresOf.set(supply.id, new Map())
    const size = mostCoordinates - gates.length
    return Array.from({ length: Math.ceil(around.length / size) }, (_, i) => ({
      id: supply.id,
      gates,
      around: around.slice(i * size, (i + 1) * size),
    }))
  })
  let next = 0
  const worker = async () => {
    for (let at = next++; at < questions.length; at = next++) {
      const { id, gates, around } = questions[at]!
      const metres = await askTable(
        routerUrl,
        gates,
        around.map((cell) => [cells.lon[cell]!, cells.lat[cell]!]),
      )
      for (const [i, cell] of around.entries()) metresOf.get(id)!.set(cell, metres[i]!)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return new RouterWays(metresOf, reachMetres)
}

class RouterWays implements Ways {
  readonly #metresOf: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly #reach: number
  constructor(metresOf: ReadonlyMap<number, ReadonlyMap<number, number>>, reach: number) {
    this.#metresOf = metresOf
    this.#reach = reach
  }

  /** A site that was not asked about keeps its straight distances. */
  measure({ id }: { id?: number }, cells: readonly number[], metres: number[]): void {
    const known = id === undefined ? undefined : this.#metresOf.get(id)
    if (!known) return
    for (const [i, cell] of cells.entries()) metres[i] = known.get(cell) ?? metres[i]!
  }

  nearest(supplies: readonly Supply[], metres: Float64Array, supply: Int32Array): void {
    // Within reach of a straight line all is asked: what is not found there is farther, or cannot be walked to.
    for (let cell = 0; cell < metres.length; cell++) {
      if (metres[cell]! > this.#reach) continue
      metres[cell] = Number.POSITIVE_INFINITY
      supply[cell] = -1
    }
    for (const [slot, { id }] of supplies.entries()) {
      for (const [cell, along] of this.#metresOf.get(id) ?? []) {
        if (along >= metres[cell]!) continue
        metres[cell] = along
        supply[cell] = slot
      }
    }
  }

  share(): number {
    return 1
  }
}

function gatesOf({ points }: Supply): [number, number][] {
  const count = points.length / 2
  const gates = Math.min(mostGates, count)
  return Array.from({ length: gates }, (_, i) => {
    const at = Math.floor((i * count) / gates)
    return [points[2 * at]!, points[2 * at + 1]!]
  })
}

function cellsAround(index: PointIndex, { points }: Supply, metres: number): number[] {
  const cells = new Set<number>()
  for (let at = 0; at < points.length; at += 2) {
    const count = index.within(points[at]!, points[at + 1]!, metres)
    for (let i = 0; i < count; i++) cells.add(index.found[i]!)
  }
  return [...cells]
}

/** Least metres from any of the gates to each position, with the legs to the nearest street on both sides; infinite without a way. */
async function askTable(
  routerUrl: string,
  gates: readonly (readonly number[])[],
  positions: readonly (readonly number[])[],
): Promise<number[]> {
  const coordinates = [...gates, ...positions].map((at) => at.map((degrees) => degrees.toFixed(6)).join(',')).join(';')
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i).join(';')
  const url = `${routerUrl.replace(/\/+$/, '')}/table/v1/foot/${coordinates}?annotations=distance&sources=${range(0, gates.length)}&destinations=${range(gates.length, positions.length)}`
  const reply = await fetchTable(url)
  const { distances, sources, destinations } = reply
  if (distances.length !== gates.length || distances.some((row) => row.length !== positions.length))
    throw new WaysFailed('router-failed', 'the table has another size than asked for')
  return positions.map((_, i) =>
    distances.reduce((least, row, gate) => {
      const along = row[i]
      if (along == null) return least
      return Math.min(least, along + (sources[gate]?.distance ?? 0) + (destinations[i]?.distance ?? 0))
    }, Number.POSITIVE_INFINITY),
  )
}

async function fetchTable(url: string): Promise<z.output<typeof tableReply>> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json' },
      redirect: 'error',
    })
    return tableReply.parse(await response.json())
  } catch (error) {
    throw new WaysFailed('router-failed', (error as Error).message.slice(0, 300))
  }
}

import { expect, test } from 'vitest'
import type { Layer } from '../../api/spatial/layers.ts'
import { readTile, seededRandom } from '../testing.ts'
import { signedArea } from '../testing-geometry.ts'
import { type Feature, SHAPE_AREA } from './feature.ts'
import { EVERYTHING } from './filter.ts'
import { createLayerEngine } from './layer-engine.ts'
import { worldX, worldY } from './mercator.ts'
import { shapeOf } from './shape.ts'

const counties: Layer = {
  name: 'counties',
  titleZh: '县',
  titleEn: 'Counties',
  geometry: 'area',
  minZoom: 0,
  maxZoom: 14,
  clustered: false,
  zooms: { field: 'level', from: { county: 6 } },
  fields: {
    name: { type: 'string', description: 'Name' },
    level: { type: 'string', facet: true, inTile: true, description: 'Level' },
  },
}

type Position = [number, number]

/** A border between two corners, rough as a river. */
function border(random: () => number, a: Position, b: Position): Position[] {
  return Array.from({ length: 200 }, (_, i): Position => {
    const part = i / 200
    const sway = i === 0 ? 0 : 0.02 * (random() - 0.5)
    return [a[0] + (b[0] - a[0]) * part + sway, a[1] + (b[1] - a[1]) * part + sway]
  })
}

/** Four counties around a corner, sharing rough borders: rings run one way and the other over the same vertices. */
function fourCounties(): Feature[] {
  const random = seededRandom(4)
  const [w, m, e, n, s] = [103, 104, 105, 31, 29]
  const north = border(random, [m, n], [m, 30])
  const south = border(random, [m, 30], [m, s])
  const west = border(random, [w, 30], [m, 30])
  const east = border(random, [m, 30], [e, 30])
  const back = (path: Position[], to: Position) => [to, ...path.slice(1).reverse()]
  const rings: Position[][] = [
    [[w, n], ...north, ...back(west, [m, 30]), [w, 30]],
    [[m, n], [e, n], [e, 30], ...back(east, [e, 30]), ...back(north, [m, 30])],
    [[w, 30], ...west, ...south, [m, s], [w, s]],
    [[m, 30], ...east, [e, 30], [e, s], [m, s], ...back(south, [m, s])],
  ]
  return rings.map((ring, index) => {
    const coordinates = ring.flatMap(([lon, lat]) => [worldX(lon), worldY(lat)])
    const shape = shapeOf({ kind: SHAPE_AREA, paths: [{ coordinates, hole: false }] }, counties)!
    return {
      id: index + 1,
      x: shape.minX + 1000,
      y: shape.minY + 1000,
      texts: [`县${index}`],
      values: ['county', '51'],
      shape,
    }
  })
}

test('neighbours keep the same border at every zoom: their areas add up to the whole without gap or overlap', async () => {
  const engine = createLayerEngine(counties)
  await engine.load([fourCounties()], 1)
  for (const zoom of [6, 7, 8]) {
    const { counties: drawn } = readTile(engine.encode({ z: zoom, ...tileAt(zoom), filter: EVERYTHING })!)
    expect(drawn).toHaveLength(4)
    // Each edge inside the tile is walked once in each direction by two neighbours, or lies on the outside.
    const edges = new Map<string, number>()
    for (const { geometry } of drawn!) {
      for (const ring of geometry) {
        expect(signedArea(ring)).toBeGreaterThan(0)
        for (let i = 1; i < ring.length; i++) {
          const [a, b] = [ring[i - 1]!, ring[i]!]
          const key = `${a.x},${a.y} ${b.x},${b.y}`
          edges.set(key, (edges.get(key) ?? 0) + 1)
        }
      }
    }
    const inner = [...edges.keys()].filter((key) => key.split(' ').every((end) => insideWhole(zoom, end)))
    expect(inner.length).toBeGreaterThan(50)
    const unmatched = inner.filter((key) => !edges.has(key.split(' ').reverse().join(' ')))
    expect(unmatched).toEqual([])
  }
})

test('a level is in tiles from its zoom on, and each name stands once', async () => {
  const engine = createLayerEngine(counties)
  await engine.load([fourCounties()], 1)
  expect(engine.encode({ z: 5, ...tileAt(5), filter: EVERYTHING })).toBeNull()
  const names: unknown[] = []
  for (let x = 0; x < 64; x++)
    for (let y = 0; y < 64; y++) {
      const bytes = engine.encode({ z: 6, x, y, filter: EVERYTHING })
      if (bytes) names.push(...(readTile(bytes)['counties-labels'] ?? []).map((feature) => feature.properties.name))
    }
  expect(names.sort()).toEqual(['县0', '县1', '县2', '县3'])
})

function tileAt(zoom: number) {
  const size = 2 ** (32 - zoom)
  return { x: Math.floor(worldX(103.99) / size), y: Math.floor(worldY(30.01) / size) }
}

/** Away from the outline of the four, where no neighbour is, and from the tile's buffer, where rings are cut. */
function insideWhole(zoom: number, end: string): boolean {
  const [x, y] = end.split(',').map(Number) as [number, number]
  const size = 2 ** (32 - zoom)
  const tile = tileAt(zoom)
  const worldAtX = tile.x * size + (x * size) / 4096
  const worldAtY = tile.y * size + (y * size) / 4096
  return (
    x > -60 &&
    x < 4156 &&
    y > -60 &&
    y < 4156 &&
    worldAtX > worldX(103.05) &&
    worldAtX < worldX(104.95) &&
    worldAtY > worldY(30.95) &&
    worldAtY < worldY(29.05)
  )
}

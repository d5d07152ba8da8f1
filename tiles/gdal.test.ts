import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVERYTHING } from './engine/filter.ts'
import { createLayerEngine } from './engine/layer-engine.ts'
import { placesLayer, readTile } from './testing.ts'
import { featureOf } from './testing-features.ts'
import { randomPlaces } from './testing-places.ts'

interface Read {
  properties: { name: string }
  geometry: { type: string }
}

const ogr2ogr = findOgr2ogr()

test.skipIf(!ogr2ogr)('GDAL reads what a tile holds (without ogr2ogr: not run, install gdal-bin)', async () => {
  const engine = createLayerEngine(placesLayer)
  await engine.load([randomPlaces(1_500, 8).map((place, index) => featureOf(engine.schema, index + 1, place))], 1)
  const bytes = engine.encode({ z: 10, x: 808, y: 420, filter: EVERYTHING })!
  const expected = readTile(bytes).places!
  expect(expected.length).toBeGreaterThan(50)
  const folder = mkdtempSync(join(tmpdir(), 'venue-atlas-gdal-'))
  try {
    mkdirSync(join(folder, '10/808'), { recursive: true })
    const path = join(folder, '10/808/420.mvt')
    writeFileSync(path, bytes)
    const options = ['-f', 'GeoJSON', '/vsistdout/', `MVT:${path}`, 'places', '-oo', 'CLIP=NO']
    const { features } = JSON.parse(execFileSync(ogr2ogr!, options, { encoding: 'utf8' })) as { features: Read[] }
    expect(features.map(({ properties }) => properties.name).sort()).toEqual(
      expected.map(({ properties }) => properties.name).sort(),
    )
    const kinds = new Set(features.map(({ geometry }) => geometry.type))
    for (const kind of ['Point', 'LineString', 'Polygon'])
      expect([...kinds].some((type) => type.endsWith(kind))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function findOgr2ogr(): string | null {
  try {
    return execFileSync('which', ['ogr2ogr'], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

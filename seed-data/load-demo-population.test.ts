import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { gatherCounties } from '../api/spatial/coverage/gather-counties.ts'
import { polygonFinder } from '../api/spatial/coverage/polygon-finder.ts'
import { readPopulation, systemOfGeoTiff } from '../api/spatial/coverage/read-population.ts'
import { committedCounties } from './demo/counties.ts'
import { prepareCounty } from './demo/county-setting.ts'
import { spreadAroundTowns } from './load-demo-population.ts'

it('has the census of each county, denser where its main town is, the same every time', () => {
  const county = committedCounties().find(({ code }) => code === '510104')!
  const setting = prepareCounty(county, undefined, 1)
  const made = spreadAroundTowns(setting, county.population)
  expect(made.people.reduce((sum, people) => sum + people, 0)).toBeCloseTo(county.population, 0)
  expect(spreadAroundTowns(prepareCounty(county, undefined, 1), county.population)).toEqual(made)
  const wide = committedCounties().find(({ code }) => code === '513338')!
  const { people } = spreadAroundTowns(prepareCounty(wide, undefined, 1), wide.population)
  expect(Math.max(...people)).toBeGreaterThan((wide.population / people.length) * 3)
  // In a city no cell stands for a whole quarter: 1,000 m are told from 300.
  expect(Math.max(...made.people)).toBeLessThan(county.population / 50)
})

/** A grid of GPW v4.11 scaled to the census of 2020, which is not part of this repository. */
const grid = process.env.POPULATION_GRID ?? ''
const mercator = '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs'

it.skipIf(!existsSync(grid))(
  'a real grid, scaled, has the census of every county (skipped without the file)',
  { timeout: 120_000 },
  async () => {
    const system = await systemOfGeoTiff(grid)
    expect(system).toBe('EPSG:3857')
    const points = await readPopulation({ path: grid, format: 'geotiff', system: system!, definition: mercator })
    const all = committedCounties()
    const finder = polygonFinder(all.map(({ polygons }) => polygons))
    const census = all.map(({ population }) => population)
    const asRead = gatherCounties(points, finder, census, false)
    for (const [i, { grid: people }] of asRead.counties.entries())
      expect(Math.abs(people / census[i]! - 1)).toBeLessThan(0.2)
    expect(asRead.outside / asRead.counties.reduce((sum, { grid: people }) => sum + people, 0)).toBeLessThan(0.001)
    const { counties } = gatherCounties(points, finder, census, true)
    for (const [i, { people }] of counties.entries()) {
      expect(people.reduce((sum, count) => sum + count, 0) / census[i]!).toBeCloseTo(1, 9)
    }
  },
)

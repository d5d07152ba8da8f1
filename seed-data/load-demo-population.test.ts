import { expect, it } from 'vitest'
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
})

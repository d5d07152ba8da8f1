import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertPosition, type Datum } from '../../spatial/datum.ts'
import type { ImportedCounty } from './read-import-file.ts'
import { readCommittedLayer } from './read-layer.ts'
import { type CurrentRegion, judgeDatum, parentCodeOf, planLayer } from './rules.ts'

const { counties, parents } = readCommittedLayer()
const current: CurrentRegion[] = [
  ...parents.map((parent) => ({ ...parent, population: null })),
  ...counties.map(({ geometry: _none, ...county }) => ({ ...county, level: 'county' as const })),
]
const square: ImportedCounty['geometry'] = {
  type: 'Polygon',
  coordinates: [
    [
      [104, 30],
      [104.1, 30],
      [104.1, 30.1],
      [104, 30.1],
      [104, 30],
    ],
  ],
}
const file = (codes: readonly string[], nameZh: string | null = null): ImportedCounty[] =>
  codes.map((code) => ({ code, nameZh, nameEn: null, geometry: square }))
const allCodes = counties.map(({ code }) => code)
const strict = { allowCodeChanges: false }

describe('planning a layer', () => {
  it('keeps names, parents and populations of the counties that are registered', () => {
    const plan = planLayer(file(allCodes), current, strict)
    expect(plan).toMatchObject({ problems: [], added: [], removed: [], otherNames: [] })
    expect(plan.counties.find(({ code }) => code === '500101')).toMatchObject({
      parentCode: '500000',
      nameZh: '万州区',
      population: 1564449,
    })
  })

  it('refuses a code twice, a code without a parent, and a county that is missing', () => {
    const codes = [...allCodes.filter((code) => code !== '510104'), '510107', '990101']
    expect(planLayer(file(codes), current, strict).problems).toEqual([
      expect.stringContaining('510107 occurs more than once'),
      expect.stringContaining('990101: there is no registered province or prefecture'),
      expect.stringMatching(/lacks 510104 锦江区.*--allow-code-changes/),
    ])
  })

  it('takes new and vanished counties when told to, if they have a name', () => {
    const codes = [...allCodes.filter((code) => code !== '510104'), '510199']
    const plan = planLayer(file(codes, '试区'), current, { allowCodeChanges: true })
    expect(plan).toMatchObject({ problems: [], added: ['510199'], removed: ['510104'] })
    expect(plan.counties.at(-1)).toMatchObject({ parentCode: '510100', nameZh: '试区', population: null })
    expect(planLayer(file(codes), current, { allowCodeChanges: true }).problems).toEqual([
      expect.stringContaining('510199 is a new county and has no name'),
    ])
  })

  it('never leaves a prefecture without a county', () => {
    const codes = allCodes.filter((code) => !code.startsWith('5133'))
    expect(planLayer(file(codes), current, { allowCodeChanges: true }).problems).toEqual([
      expect.stringContaining('513300 甘孜藏族自治州 would be left without a county'),
    ])
  })

  it('hangs a county below its prefecture, in a municipality below the municipality, elsewhere nowhere', () => {
    const registered = new Map(current.map((region) => [region.code, region]))
    expect(parentCodeOf('510199', registered)).toBe('510100')
    expect(parentCodeOf('500199', registered)).toBe('500000')
    expect(parentCodeOf('519901', registered)).toBeUndefined()
    expect(parentCodeOf('110101', registered)).toBeUndefined()
  })
})

const datums: readonly Datum[] = ['WGS84', 'GCJ-02', 'BD-09']

describe('judging the datum of a layer', () => {
  it('names the datum that the coordinates really have, however differently each county is drawn', () => {
    const noise = fc.array(
      fc.tuple(
        fc.double({ min: -0.003, max: 0.003, noNaN: true }),
        fc.double({ min: -0.003, max: 0.003, noNaN: true }),
      ),
      {
        minLength: counties.length,
        maxLength: counties.length,
      },
    )
    fc.assert(
      fc.property(fc.constantFrom(...datums), fc.constantFrom(...datums), noise, (stated, actual, offsets) => {
        const pairs = offsets.map(([east, north], index) => {
          const point: [number, number] = [98 + (index % 12), 26.5 + (index % 8)]
          const written = convertPosition([point[0] + east, point[1] + north], 'WGS84', actual)
          return { current: point, incoming: convertPosition(written, stated, 'WGS84') as [number, number] }
        })
        expect(judgeDatum(pairs, stated).suspected).toBe(actual === stated ? null : actual)
      }),
      { numRuns: 60, seed: 20201101 },
    )
  })

  it('takes CGCS2000 as WGS84 and accuses nobody of a small common shift', () => {
    const pairs = counties.slice(0, 20).map((_county, index) => {
      const point: [number, number] = [104 + index / 10, 30]
      return { current: point, incoming: [point[0] + 0.0005, point[1]] as [number, number] }
    })
    expect(judgeDatum(pairs, 'CGCS2000')).toMatchObject({ suspected: null })
    expect(judgeDatum(pairs, 'CGCS2000').shiftMetres).toBeCloseTo(48.2, 0)
  })
})

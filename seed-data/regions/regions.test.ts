import { readFileSync } from 'node:fs'
import { area } from '@turf/turf'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../api/modules/regions/csv.ts'
import type { Boundaries } from './clean-boundaries.ts'
import { compareBoundaries } from './compare-boundaries.ts'
import { englishName } from './english-names.ts'
import { renewedCodes } from './read-boundaries.ts'
import { publishedPopulations, tableColumns } from './region-table.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const regions = readTable(read('regions.csv'), tableColumns)
const census = readTable(read('census-2020.csv'), ['code', 'nameZh', 'population'])
const seats = readTable(read('county-seats.csv'), ['code', 'nameZh', 'lon', 'lat'])
const layer = JSON.parse(read('counties.geojson')) as Boundaries
const level = (name: string) => regions.filter((region) => region.level === name)

const ringsOf = ({ type, coordinates }: Polygon | MultiPolygon): Position[][] =>
  type === 'Polygon' ? coordinates : coordinates.flat()

describe('the table of regions', () => {
  it('has each county of the census once, under its name', () => {
    expect(level('county').map(({ code, nameZh, population }) => ({ code, nameZh, population }))).toEqual(census)
    expect(new Set(regions.map(({ code }) => code)).size).toBe(2 + 21 + 221)
  })

  it('has no code of 2018 that was renewed', () => {
    const codes = new Set(regions.map(({ code }) => code))
    expect(Object.keys(renewedCodes).filter((code) => codes.has(code))).toEqual([])
    expect(Object.values(renewedCodes).filter((code) => !codes.has(code))).toEqual([])
  })

  it('adds up to the published totals at both levels above', () => {
    const sumUnder = (parent: string) =>
      level('county')
        .filter(({ code, parentCode }) => parentCode === parent || `${code.slice(0, 2)}0000` === parent)
        .reduce((sum, { population }) => sum + Number(population), 0)
    for (const { code, population } of [...level('province'), ...level('prefecture')])
      expect([code, sumUnder(code)]).toEqual([code, Number(population)])
    expect(Object.fromEntries(level('province').map(({ code, population }) => [code, Number(population)]))).toEqual(
      publishedPopulations,
    )
  })

  it('gives every region but the provinces a parent one level up, in Chongqing the municipality', () => {
    const levelOf = new Map(regions.map(({ code, level: name }) => [code, name]))
    for (const { code, level: name, parentCode } of regions) {
      const expected =
        name === 'province' ? undefined : name === 'prefecture' || code.startsWith('50') ? 'province' : 'prefecture'
      expect([code, levelOf.get(parentCode)]).toEqual([code, expected])
    }
  })

  it.each([
    ['510107', '武侯区', 'Wuhou District'],
    ['510181', '都江堰市', 'Dujiangyan City'],
    ['510117', '郫都区', 'Pidu District'],
    ['500230', '丰都县', 'Fengdu County'],
    ['511123', '犍为县', 'Qianwei County'],
    ['511527', '筠连县', 'Junlian County'],
    ['511526', '珙县', 'Gongxian County'],
    ['510682', '什邡市', 'Shifang City'],
    ['511381', '阆中市', 'Langzhong City'],
    ['511800', '雅安市', "Ya'an City"],
    ['500110', '綦江区', 'Qijiang District'],
    ['511822', '荥经县', 'Yingjing County'],
    ['500242', '酉阳土家族苗族自治县', 'Youyang Tujia and Miao Autonomous County'],
    ['513232', '若尔盖县', 'Zoigê County'],
  ])('%s %s is %s in English', (code, nameZh, nameEn) => {
    expect(regions.find((region) => region.code === code)).toMatchObject({ nameZh, nameEn })
    expect(englishName(code, nameZh)).toBe(nameEn)
  })
})

describe('the layer of counties', () => {
  it('has the counties of the table with their names', () => {
    expect(layer.features.map(({ properties }) => properties)).toEqual(
      level('county').map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
    )
  })

  it('has closed rings of five decimals inside the two provinces', () => {
    for (const { properties, geometry } of layer.features) {
      for (const ring of ringsOf(geometry)) {
        expect([properties.code, ring.at(-1)]).toEqual([properties.code, ring[0]])
        expect(ring.length).toBeGreaterThan(3)
        for (const [lon, lat] of ring as [number, number][]) {
          expect(lon > 97.3 && lon < 110.3 && lat > 26 && lat < 34.4).toBe(true)
          expect([Number(lon.toFixed(5)), Number(lat.toFixed(5))]).toEqual([lon, lat])
        }
      }
    }
  })

  it('shares every inner border between exactly two counties, so there is neither gap nor overlap', () => {
    const edges = new Map<string, number>()
    for (const ring of layer.features.flatMap(({ geometry }) => ringsOf(geometry))) {
      for (let index = 1; index < ring.length; index += 1) {
        const edge = [String(ring[index - 1]), String(ring[index])].sort().join(' ')
        edges.set(edge, (edges.get(edge) ?? 0) + 1)
      }
    }
    expect([...edges.values()].filter((uses) => uses > 2)).toEqual([])
    // What only one county uses is the outer border: every vertex on it joins two such edges, a simple closed line.
    const ends = [...edges].filter(([, uses]) => uses === 1).flatMap(([edge]) => edge.split(' '))
    const degrees = new Map<string, number>()
    for (const end of ends) degrees.set(end, (degrees.get(end) ?? 0) + 1)
    expect([...degrees.values()].filter((degree) => degree !== 2)).toEqual([])
    expect(countLoops(ends)).toBe(1)
  })

  it('covers as much ground as both provinces together', () => {
    const squareKilometres = layer.features.reduce((sum, feature) => sum + area(feature), 0) / 1e6
    expect(squareKilometres).toBeGreaterThan(565_000)
    expect(squareKilometres).toBeLessThan(571_000)
  })

  it('has a seat for all but one county', () => {
    expect(seats).toHaveLength(220)
    expect(new Set(seats.map(({ code }) => code)).size).toBe(220)
  })

  const reference = process.env.REGIONS_REFERENCE
  it.skipIf(!reference)('agrees with an independent layer (REGIONS_REFERENCE) with a median IoU of 0.95', () => {
    const { medianIou, counties, unmatched } = compareBoundaries(layer, reference!)
    expect(unmatched).toEqual([])
    expect(medianIou).toBeGreaterThan(0.95)
    expect(counties[0]!.iou).toBeGreaterThan(0.8)
  })
})

/** Number of closed lines that the edges (consecutive pairs of ends) form. */
function countLoops(ends: readonly string[]): number {
  const neighbours = new Map<string, string[]>()
  for (let index = 0; index < ends.length; index += 2) {
    const [a, b] = [ends[index]!, ends[index + 1]!]
    neighbours.set(a, [...(neighbours.get(a) ?? []), b])
    neighbours.set(b, [...(neighbours.get(b) ?? []), a])
  }
  const left = new Set(neighbours.keys())
  let loops = 0
  for (const start of neighbours.keys()) {
    if (!left.has(start)) continue
    loops += 1
    const queue = [start]
    while (queue.length > 0) {
      const end = queue.pop()!
      if (left.delete(end)) queue.push(...neighbours.get(end)!)
    }
  }
  return loops
}

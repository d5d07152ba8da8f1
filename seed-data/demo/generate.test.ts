import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import { court, equipmentItem, hours, placeFields } from '../../api/contract/place-record.ts'
import { pinyinKeys } from '../../api/modules/places/pinyin-keys.ts'
import { readPlaceTypes } from '../catalogue.ts'
import { committedCounties, seatsByCounty } from './counties.ts'
import { createGenerator, type DemoGenerator } from './generate.ts'
import { type StagedColumn, stagedColumns } from './staged-columns.ts'

const counties = committedCounties()
const options = { counties, seats: seatsByCounty(), places: 12_000, seed: 1 }
const names = Object.keys(stagedColumns) as StagedColumn[]

let generator: DemoGenerator
let lines: string[]
let rows: Record<StagedColumn, string>[]

beforeAll(() => {
  generator = createGenerator(options)
  lines = [...generator.lines()]
  rows = lines.map((line) => {
    const fields = line.slice(0, -1).split('\t')
    return Object.fromEntries(names.map((name, index) => [name, fields[index]])) as Record<StagedColumn, string>
  })
})

describe('the demo generator', () => {
  it('gives the same bytes for the same seed', () => {
    const hash = createHash('sha256')
    for (const line of lines.slice(0, 2000)) hash.update(line)
    hash.update(JSON.stringify(generator.dictionaries))
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"629294bdc2c3970f8b4e0a5d0c396a3e26706107fc7524641a00eeffd8a6b3fe"`,
    )
  })

  it('gives a part of the registry as the whole has it', () => {
    expect([...createGenerator(options).lines(5000, 5050)]).toEqual(lines.slice(5000, 5050))
  })

  it('gives other places for another seed', () => {
    const others = [...createGenerator({ ...options, seed: 2 }).lines(0, 100)]
    expect(others.filter((line, index) => line === lines[index])).toEqual([])
  })

  it('makes exactly the places asked for, a few in each county, more where more people live', () => {
    expect(lines.length).toBe(12_000)
    const counts = new Map<string, number>()
    for (const row of rows) counts.set(row.region_code, (counts.get(row.region_code) ?? 0) + 1)
    expect(counts.size).toBe(221)
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5)
    const [most] = [...counts].sort((a, b) => b[1] - a[1])[0]!
    const populous = [...counties].sort((a, b) => b.population - a.population).slice(0, 3)
    expect(populous.map(({ code }) => code)).toContain(most)
  })

  it('has every type, lines with parts and heights, areas with holes and parts', () => {
    const used = new Set(rows.map((row) => generator.dictionaries.details[Number(row.detail)]!.typeCode))
    expect([...used].sort()).toEqual(
      readPlaceTypes()
        .map(({ code }) => code)
        .sort(),
    )
    const tracks = rows.filter((row) => row.track !== '\\N').map((row) => Buffer.from(row.track, 'hex'))
    expect(tracks.length).toBeGreaterThan(500)
    expect(tracks.filter((track) => track.readUInt32LE(9) > 1).length).toBeGreaterThan(20)
    const shapes = rows.filter((row) => row.geom !== '\\N').map((row) => Buffer.from(row.geom, 'hex'))
    const kinds = shapes.map((shape) => shape.readUInt32LE(1) & 0xff)
    expect(kinds.filter((kind) => kind === 6).length).toBeGreaterThan(20)
    const holes = shapes.filter((shape) => (shape.readUInt32LE(1) & 0xff) === 3 && shape.readUInt32LE(9) > 1)
    expect(holes.length).toBeGreaterThan(50)
  })

  it('names them plausibly: few alike, some very long, none too long, keys as the product makes them', () => {
    const distinct = new Set(rows.map((row) => row.name_zh)).size
    expect(distinct / rows.length).toBeGreaterThan(0.97)
    const lengths = rows.map((row) => row.name_zh.length)
    expect(Math.max(...lengths)).toBeGreaterThan(60)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(120)
    expect(Math.max(...rows.map((row) => row.name_en.length))).toBeLessThanOrEqual(200)
    const sample = rows.filter((_, index) => index % 12 === 0)
    const same = sample.filter((row) => pinyinKeys(row.name_zh).pinyin === row.name_pinyin)
    // Words are read one by one here, so that now and then a reading differs from that of the whole name.
    expect(same.length / sample.length).toBeGreaterThan(0.98)
    for (const row of sample) expect(row.name_initials).toMatch(/^[a-z0-9]+$/)
  })

  it('gives no telephone number that can be dialled', () => {
    const phones = rows.filter((row) => row.phone !== '\\N').map((row) => row.phone)
    expect(phones.length).toBeGreaterThan(2000)
    for (const phone of phones) expect(phone).toMatch(/^示例 000-\d{4}-\d{4}$/)
  })

  it('points to no web site that could be someone’s', () => {
    for (const row of rows.filter(({ website }) => website !== '\\N'))
      expect(row.website).toMatch(/^https:\/\/venue-\d+\.example\/$/)
  })

  it('has every status, and leaves a planned place without hours and rating', () => {
    expect([...new Set(rows.map((row) => row.status))].sort()).toEqual([
      'closed',
      'open',
      'planned',
      'temporarily-closed',
    ])
    const withStatus = (status: string) => rows.filter((row) => row.status === status)
    expect(withStatus('open').length / rows.length).toBeGreaterThan(0.9)
    for (const row of withStatus('planned')) expect([row.hours, row.rating]).toEqual(['\\N', '\\N'])
  })
})

describe('the details that places share', () => {
  it('have attributes valid by their type', () => {
    const ajv = new Ajv({ strict: true, allErrors: true })
    ajv.addVocabulary(['x-titleEn', 'x-unit', 'x-labels'])
    const validators = new Map(readPlaceTypes().map((type) => [type.code, ajv.compile(type.attributeSchema)]))
    for (const { typeCode, attributes } of generator.dictionaries.details) {
      const validate = validators.get(typeCode)!
      expect(validate(attributes), `${typeCode} ${JSON.stringify(attributes)} ${ajv.errorsText(validate.errors)}`).toBe(
        true,
      )
    }
  })

  it('have courts, equipment and sports as the contract wants them, at least five pieces on a fitness path', () => {
    for (const details of generator.dictionaries.details) {
      expect(court.array().parse(details.courts)).toEqual(details.courts)
      expect(equipmentItem.array().parse(details.equipment)).toEqual(details.equipment)
      expect(placeFields.shape.sports.parse(details.sports).length).toBeGreaterThan(0)
      const pieces = details.equipment.reduce((sum, { count }) => sum + count, 0)
      if (details.typeCode === 'fitness-path') expect(pieces).toBeGreaterThanOrEqual(5)
    }
  })

  it('have hours as the contract wants them: all day, past midnight, closed days, holidays, closures, unknown', () => {
    const known = generator.dictionaries.hours.filter((entry) => entry !== null)
    for (const entry of known) expect(hours.parse(entry)).toEqual(entry)
    const some = (test: (entry: (typeof known)[number]) => boolean) => known.filter(test).length
    expect(some(({ weekly }) => weekly.every((day) => day[0]?.[1] === 1440 && day[0][0] === 0))).toBeGreaterThan(50)
    expect(some(({ weekly }) => weekly.flat().some(([, closes]) => closes > 1440))).toBeGreaterThan(10)
    expect(some(({ weekly }) => weekly[0]!.length === 0)).toBeGreaterThan(10)
    expect(some(({ holidays }) => holidays !== null)).toBeGreaterThan(100)
    expect(some(({ exceptions }) => exceptions.length > 0)).toBeGreaterThan(50)
    expect(generator.dictionaries.hours.filter((entry) => entry === null).length).toBeGreaterThan(50)
  })
})

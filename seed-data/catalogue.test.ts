import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { code } from '../api/contract/shapes.ts'
import { readCategories, readEquipment, readPlaceTypes, readSports, readSurfaces } from './catalogue.ts'

const types = readPlaceTypes()
const sports = readSports()
const categories = readCategories()

describe('place types', () => {
  it('are at least 34, each with its own code that the contract accepts', () => {
    expect(types.filter((type) => !type.deprecated).length).toBeGreaterThanOrEqual(34)
    expect(new Set(types.map((type) => type.code)).size).toBe(types.length)
    for (const type of types) expect(code.safeParse(type.code).success, type.code).toBe(true)
  })

  it('keep one or two deprecated types readable', () => {
    expect(types.filter((type) => type.deprecated).length).toBeGreaterThanOrEqual(1)
  })

  it('name only categories and sports that exist, and every category is used', () => {
    const sportCodes = new Set(sports.map((sport) => sport.code))
    for (const type of types)
      expect(
        type.sports.filter((sport) => !sportCodes.has(sport)),
        type.code,
      ).toEqual([])
    expect(new Set(types.map((type) => type.category))).toEqual(new Set(categories.map((category) => category.code)))
  })

  it('invent no national code', () => {
    expect(types.filter((type) => type.nationalCode !== null)).toEqual([])
  })

  it('have attribute schemas that a strict validator compiles and that refuse unknown attributes', () => {
    const ajv = new Ajv({ strict: true, allErrors: true })
    ajv.addVocabulary(['x-titleEn', 'x-unit', 'x-labels'])
    for (const type of types) {
      const validate = ajv.compile(type.attributeSchema)
      expect(validate({}), type.code).toBe(true)
      expect(validate({ noSuchAttribute: 1 }), type.code).toBe(false)
    }
  })

  it('title every attribute in both languages and label every choice', () => {
    for (const type of types) {
      for (const [name, attribute] of Object.entries(type.attributeSchema.properties)) {
        expect(attribute.title, `${type.code}.${name}`).toMatch(/[\u4e00-\u9fff]/)
        expect(attribute['x-titleEn'], `${type.code}.${name}`).toMatch(/^[A-Z]/)
        const choices = attribute.enum ?? attribute.items?.enum
        if (choices) expect(Object.keys(attribute['x-labels'] ?? {}), `${type.code}.${name}`).toEqual(choices)
      }
    }
  })
})

it('sports, equipment and surfaces have codes of their own and both names', () => {
  expect(sports.length).toBeGreaterThanOrEqual(45)
  for (const list of [sports, readSurfaces(), readEquipment().map((kind) => ({ ...kind, code: kind.kind }))]) {
    expect(new Set(list.map((entry) => entry.code)).size).toBe(list.length)
    for (const entry of list) {
      expect(code.safeParse(entry.code).success, entry.code).toBe(true)
      expect(entry.nameZh).not.toBe('')
      expect(entry.nameEn).not.toBe('')
    }
  }
})

describe('category colours', () => {
  it('let a white glyph stand out at 3:1 or more', () => {
    for (const { code, colour } of categories)
      expect(1.05 / (luminance(linear(colour)) + 0.05), code).toBeGreaterThanOrEqual(3)
  })

  it.each(['normal', 'protanopia', 'deuteranopia'] as const)('differ visibly with %s', (vision) => {
    const seen = categories.map(({ colour }) => toLab(seenBy(vision, linear(colour))))
    for (const [i, a] of seen.entries())
      for (const [j, b] of seen.slice(0, i).entries())
        expect(distance(a, b), `${categories[i]!.code} and ${categories[j]!.code}`).toBeGreaterThan(15)
  })
})

type Triple = [number, number, number]

const linear = (colour: string): Triple =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Triple

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const deficiencies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
}

function seenBy(vision: 'normal' | keyof typeof deficiencies, [r, g, b]: Triple): Triple {
  if (vision === 'normal') return [r, g, b]
  return deficiencies[vision].map(([x, y, z]) => Math.min(1, Math.max(0, x! * r + y! * g + z! * b))) as Triple
}

/** CIE 1976 L*a*b*, white D65. */
function toLab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(luminance([r, g, b]))
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const distance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

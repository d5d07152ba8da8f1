import Feature from 'ol/Feature.js'
import { expect, test } from 'vitest'
import type { Palette } from './palette.ts'
import { borderStyle, labelsAt, type RegionLabel, shortName, tintOf } from './region-style.ts'

test.each([
  ['四川省', '四川'],
  ['成都市', '成都'],
  ['阿坝藏族羌族自治州', '阿坝'],
  ['凉山彝族自治州', '凉山'],
  ['秀山土家族苗族自治县', '秀山'],
  ['渝中区', '渝中'],
  ['开州区', '开州'],
  ['理县', '理县'],
])('%s is labelled %s on the map', (name, label) => expect(shortName(name)).toBe(label))

test('districts of one prefecture share a tint; those of a municipality differ', () => {
  expect(tintOf('510104', 4)).toBe(tintOf('510185', 4))
  expect(tintOf('510104', 4)).not.toBe(tintOf('510304', 4))
  expect(tintOf('500103', 4)).not.toBe(tintOf('500104', 4))
})

test('names come by level, then by population, each level in its range of zooms', () => {
  const label = (code: string, level: RegionLabel['level'], population: number): RegionLabel => ({
    code,
    level,
    nameZh: code,
    nameEn: code,
    population,
  })
  const labels = [
    label('510104', 'county', 9),
    label('510100', 'prefecture', 20),
    label('510300', 'prefecture', 30),
    label('510000', 'province', 80),
    label('500000', 'province', 30),
    label('500103', 'county', 5),
  ]
  expect(labelsAt(labels, 5).map(({ code }) => code)).toEqual(['510000', '500000'])
  expect(labelsAt(labels, 7).map(({ code }) => code)).toEqual(['500000', '510300', '510100'])
  expect(labelsAt(labels, 9).map(({ code }) => code)).toEqual(['500000', '510300', '510100', '510104', '500103'])
  expect(labelsAt(labels, 12).map(({ code }) => code)).toEqual(['510104', '500103'])
  expect(labelsAt(labels, 16)).toEqual([])
})

test('over another base map there are borders only: land would hide it', () => {
  const style = borderStyle({ province: '#111111', prefecture: '#222222' } as Palette)
  for (const level of ['province', 'prefecture']) {
    const border = style(new Feature({ level }))!
    expect(border.getFill()).toBeNull()
    expect(border.getStroke()).not.toBeNull()
  }
  expect(style(new Feature({ level: 'county' }))).toBeUndefined()
})

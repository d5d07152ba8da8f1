import { readFileSync } from 'node:fs'
import { DxfScene } from 'dxf-viewer/src/DxfScene.js'
import DxfParser from 'dxf-viewer/src/parser/DxfParser.js'
import opentype from 'opentype.js'
import { expect, test } from 'vitest'
import { dxf } from '../../api/modules/files/testing-files.ts'
import { measureGlyphs } from './measure-glyphs.ts'

const fontFile = readFileSync(new URL('./fonts/noto-sans-sc-gb2312.otf', import.meta.url))
const font = async () => opentype.parse(Uint8Array.from(fontFile).buffer)

async function drawn(words: string) {
  const scene = new DxfScene({})
  await scene.Build(new DxfParser().parseSync(dxf(words).toString('utf8')), [font])
  return { vertices: new Float32Array(scene.scene.vertices), bounds: scene.bounds }
}

test('words of a drawing, Chinese and digits, are shapes in finite places', async () => {
  measureGlyphs()
  const { vertices, bounds } = await drawn('游泳馆 一层平面图 3')
  expect(vertices.every(Number.isFinite)).toBe(true)
  expect(Object.values(bounds).every(Number.isFinite)).toBe(true)
  expect(vertices.length).toBeGreaterThan((await drawn('')).vertices.length + 500)
})

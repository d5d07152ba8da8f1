import { Box3, DataTexture } from 'three'
import { expect, test } from 'vitest'
import { makeUniforms } from './feature-material.ts'
import { FeatureStates } from './feature-states.ts'
import { featuresOf } from './features.ts'
import { addGeometry } from './load-geometry.ts'
import { plainLook, stateBytes } from './look.ts'
import { ModelLayer } from './model-layer.ts'
import { seatCount, testBuilding, testGlb } from './testing-model.ts'

const palette = { selected: '#0b8f6f', added: '#0f0', changed: '#f80', removed: '#f00', cut: '#555' }

async function loaded() {
  const layer = new ModelLayer(makeUniforms(new DataTexture(), palette), true)
  const bounds = new Map<string, Box3>()
  const glb = await testGlb()
  await addGeometry(layer, glb.slice().buffer, bounds)
  return { layer, bounds }
}

const boxOf = (triangles: readonly (readonly (readonly number[])[])[]) => {
  const box = new Box3()
  for (const corner of triangles.flat()) box.expandByPoint(box.min.clone().set(corner[0]!, corner[1]!, corner[2]!))
  return box
}

test('each element has its own triangles, merged or repeated, where the file puts them', async () => {
  const { layer } = await loaded()
  const south = testBuilding.elements.findIndex(({ guid }) => guid === 'storey-1-south')
  const wall = boxOf(layer.trianglesOf(south))
  expect(layer.trianglesOf(south)).toHaveLength(12)
  // Quantized to a 16-thousandth of the mesh.
  expect(wall.min.toArray().map((part) => Math.round(part * 100) / 100 + 0)).toEqual([0, 0, -0.2])
  expect(wall.max.toArray().map((part) => Math.round(part * 100) / 100 + 0)).toEqual([10, 2.8, 0])
  const seat = testBuilding.elements.findIndex(({ guid }) => guid === 'seat-5')
  expect(layer.trianglesOf(seat)).toHaveLength(12)
  expect(boxOf(layer.trianglesOf(seat)).min.x).toBeCloseTo(2, 2)
  expect(layer.trianglesOf(testBuilding.elements.length)).toEqual([])
  layer.dispose()
})

test('bounds are known by storey, and triangles are counted with their repetitions', async () => {
  const { layer, bounds } = await loaded()
  expect([...bounds.keys()]).toEqual(['storey-1', 'storey-2'])
  expect(bounds.get('storey-2')!.max.y).toBeCloseTo(5.8, 2)
  expect(layer.triangleCount).toBe((10 + seatCount) * 12)
})

test('meshes of a storey that is not shown are not drawn at all', async () => {
  const { layer } = await loaded()
  const { list } = featuresOf(testBuilding)
  const states = new FeatureStates(list.length)
  layer.applyStates(states)
  const all = layer.drawCalls
  states.set(stateBytes(list, { ...plainLook, storeyGuid: 'storey-2' }, null))
  layer.applyStates(states)
  expect([all, layer.drawCalls]).toEqual([5, 2])
})

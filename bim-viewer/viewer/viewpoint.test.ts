import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Look, modes, plainLook } from './look.ts'
import { decodeViewpoint, encodeViewpoint, type Viewpoint } from './viewpoint.ts'

const storeyGuids = ['1hOSvn6df7F8_7GcBWlRqU', '2hOSvn6df7F8_7GcBWlRqU', '0hOSvn6df7F8_7GcBWlR$U']
const featureCount = 5_000

const metres = fc.double({ noNaN: true, noDefaultInfinity: true })
const vector = fc.tuple(metres, metres, metres)
const features = fc.uniqueArray(fc.nat(featureCount - 1), { maxLength: 60 }).map((ids) => new Set(ids))
const viewpoints: fc.Arbitrary<Viewpoint> = fc.record({
  camera: fc.record({ position: vector, target: vector, height: fc.option(metres) }),
  look: fc.record({
    mode: fc.constantFrom(...modes),
    storeyGuid: fc.option(fc.constantFrom(...storeyGuids)),
    hidden: features,
    isolated: fc.option(features),
    xray: features,
    selected: features,
    spaces: fc.boolean(),
    planes: fc.array(fc.record({ normal: vector, offset: metres }), { maxLength: 6 }),
    box: fc.option(fc.record({ min: vector, max: vector })),
  }),
})

test('every viewpoint comes back from its link to the last bit', () => {
  fc.assert(
    fc.property(viewpoints, (viewpoint) => {
      const text = encodeViewpoint(viewpoint, storeyGuids)
      expect(text).toMatch(/^[\w-]+$/)
      const back = decodeViewpoint(text, storeyGuids, featureCount)
      expect(back).toEqual(viewpoint)
    }),
    { seed: 20_261_122, numRuns: 500 },
  )
})

test('a text that is cut off is refused and never half read', () => {
  const look: Look = { ...plainLook, hidden: new Set([1, 2, 3, 900]), planes: [{ normal: [0, 1, 0], offset: -3 }] }
  const camera = { position: [1, 2, 3], target: [4, 5, 6], height: null } as const
  const text = encodeViewpoint({ camera, look }, storeyGuids)
  expect(decodeViewpoint(text, storeyGuids, featureCount)).not.toBeNull()
  for (let end = 0; end < text.length; end++) {
    expect(decodeViewpoint(text.slice(0, end), storeyGuids, featureCount)).toBeNull()
  }
})

test('any other text is refused or a viewpoint of this model, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.base64String(), (words, base64) => {
      for (const text of [words, base64]) {
        const viewpoint = decodeViewpoint(text, storeyGuids, featureCount)
        for (const id of viewpoint?.look.hidden ?? []) expect(id).toBeLessThan(featureCount)
      }
    }),
    { seed: 5, numRuns: 500 },
  )
})

test('what is beyond the model is refused', () => {
  const look = { ...plainLook, selected: new Set([4_999]), storeyGuid: storeyGuids[2]! }
  const camera = { position: [1, 2, 3], target: [4, 5, 6], height: 10 } as const
  const text = encodeViewpoint({ camera, look }, storeyGuids)
  expect(decodeViewpoint(text, storeyGuids, 4_999)).toBeNull()
  expect(decodeViewpoint(text, storeyGuids.slice(0, 2), 5_000)).toBeNull()
})

test('hiding all but a few of many elements keeps the link short', () => {
  const hidden = new Set(Array.from({ length: 100_000 }, (_, id) => id).filter((id) => id % 10_000 !== 5))
  const camera = { position: [1, 2, 3], target: [4, 5, 6], height: null } as const
  expect(encodeViewpoint({ camera, look: { ...plainLook, hidden } }, storeyGuids).length).toBeLessThan(200)
})

import RenderFeature from 'ol/render/Feature.js'
import { expect, test } from 'vitest'
import { trailEnd, trailEnds } from './trail-ends.ts'

const extent = [0, 0, 100, 100]

function endsOf(...parts: number[][]) {
  const flat = parts.flat()
  let end = 0
  const ends = parts.map((part) => {
    end += part.length
    return end
  })
  const line = new RenderFeature(
    parts.length > 1 ? 'MultiLineString' : 'LineString',
    flat,
    ends,
    2,
    { name: '绿道' },
    7,
  )
  return trailEnds(line, extent).map((point) => [point.get(trailEnd), ...point.getFlatCoordinates()])
}

test('a trail inside the tile has its start and its end', () => {
  expect(endsOf([10, 10, 50, 60, 90, 20])).toEqual([
    ['start', 10, 10],
    ['end', 90, 20],
  ])
})

test('where the tile cuts a line off there is no end', () => {
  expect(endsOf([10, 10, 50, 60, 102, 60])).toEqual([['start', 10, 10]])
  expect(endsOf([-2, 10, 50, 60, 102, 60])).toEqual([])
})

test('an end on the edge between two tiles belongs to one of them', () => {
  expect(endsOf([10, 10, 100, 60])).toEqual([['start', 10, 10]])
  expect(endsOf([0, 100, 50, 50])).toEqual([
    ['start', 0, 100],
    ['end', 50, 50],
  ])
})

test('parts that meet are one way, and a round has one dot', () => {
  expect(endsOf([10, 10, 50, 60], [50, 60, 90, 20])).toEqual([
    ['start', 10, 10],
    ['end', 90, 20],
  ])
  expect(endsOf([10, 10, 50, 60, 40, 20, 10, 10])).toEqual([['start', 10, 10]])
})

test('the points carry what the trail carries', () => {
  const line = new RenderFeature('LineString', [1, 1, 9, 9], [4], 2, { category: 'trail', status: 'closed' }, 7)
  expect(trailEnds(line, extent)[0]!.getProperties()).toMatchObject({ category: 'trail', status: 'closed' })
})

import { expect, test } from 'vitest'
import { indoorQuery, pointOf, readIndoorAddress } from './indoor-address.ts'

test('what the page shows is read back from its address', () => {
  const state = {
    levelId: 12,
    spaceId: 7,
    from: 'point:12,104.0665,30.657',
    to: 'space:7',
    noStairs: true,
    here: '12,104.0665,30.657',
  }
  const query = indoorQuery(state)
  expect(query).toBe('?level=12&space=7&from=point:12,104.0665,30.657&to=space:7&stairs=avoid&here=12,104.0665,30.657')
  expect(readIndoorAddress(query)).toEqual(state)
  expect(pointOf(state.here)).toEqual({ levelId: 12, lon: 104.0665, lat: 30.657 })
})

test('a space is led to by its number alone', () => {
  expect(readIndoorAddress('?to=7').to).toBe('space:7')
})

test('an address that was tampered with shows the plain map', () => {
  const nothing = { levelId: null, spaceId: null, from: null, to: null, noStairs: false, here: null }
  expect(readIndoorAddress('?level=x&space=-1&from=javascript:1&to=space:&here=1,2')).toEqual(nothing)
  expect(indoorQuery(nothing)).toBe('')
})

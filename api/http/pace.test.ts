import { expect, test } from 'vitest'
import type { Route } from '../contract/route.ts'
import { networkOf, paceOf } from './pace.ts'

const search = { pace: 'search' } as Route
const person = { id: 'p', account: 'p', grants: [], csrfHash: null }

test('an address has so many searches a minute, another address its own', () => {
  const keep = paceOf({ SEARCH_RATE: 4, UPLOAD_RATE: 0 })
  for (let n = 0; n < 4; n++) keep(search, '203.0.113.1', null)
  expect(() => keep(search, '203.0.113.1', null)).toThrow(/Try again/)
  keep(search, '203.0.113.2', null)
})

test('an account has half as many, from wherever it asks', () => {
  const keep = paceOf({ SEARCH_RATE: 4, UPLOAD_RATE: 0 })
  keep(search, '203.0.113.1', person)
  keep(search, '203.0.113.2', person)
  expect(() => keep(search, '203.0.113.3', person)).toThrow(/Try again/)
})

test('nothing is limited without a pace, and where the limit is 0', () => {
  const keep = paceOf({ SEARCH_RATE: 1, UPLOAD_RATE: 0 })
  for (let n = 0; n < 5; n++) {
    keep({} as Route, '203.0.113.1', null)
    keep({ pace: 'upload' } as Route, '203.0.113.1', null)
  }
})

test('addresses of one /64 are one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'))
  expect(networkOf('2001:db8:1:2::9')).not.toBe(networkOf('2001:db8:1:3::9'))
  expect(networkOf('::1')).toBe('0:0:0:0')
  expect(networkOf('203.0.113.1')).toBe('203.0.113.1')
})

import { expect, test } from 'vitest'
import { rateLimit } from './rate-limit.ts'

test('allows as many as said within the window, tells the wait, and forgets afterwards', () => {
  let moment = 0
  const limit = rateLimit({ most: 3, perSeconds: 60, now: () => moment })
  for (let call = 0; call < 3; call++) limit('a')
  moment = 20_000
  expect(() => limit('a')).toThrow(expect.objectContaining({ status: 429, headers: { 'Retry-After': '40' } }))
  limit('b')
  moment = 60_000
  limit('a')
})

test('a flood of addresses does not grow the memory without bound', () => {
  const limit = rateLimit({ most: 1, perSeconds: 60, mostKeys: 10, now: () => 0 })
  for (let address = 0; address < 1_000; address++) limit(String(address))
  expect(() => limit('999')).toThrow()
  expect(() => limit('0')).not.toThrow()
})

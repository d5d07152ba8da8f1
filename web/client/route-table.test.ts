import { expect, test } from 'vitest'
import { contract } from '../../api/contract/index.ts'
import { routeTable } from './route-table.ts'

test('every route the pages call has the method and address of the contract', () => {
  const names = Object.keys(routeTable)
  expect(names.length).toBeGreaterThan(10)
  for (const [name, [method, path]] of Object.entries(routeTable)) {
    expect({ name, method, path }).toEqual({ name, method: contract[name]?.method, path: contract[name]?.path })
  }
})

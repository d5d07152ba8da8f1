import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Lockfile, lockfileFaults } from './check-lockfile.ts'

const good = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' }
const locked = (packages: Lockfile['packages']): Lockfile => ({ lockfileVersion: 3, packages: { '': {}, ...packages } })

test.each([
  ['an address', { ...good, resolved: 'https://registry.example/x.tgz' }, 'fetched from'],
  ['no integrity', { version: '1.0.0', license: 'MIT' }, 'no integrity'],
  ['a licence that binds the whole', { ...good, license: 'AGPL-3.0-only' }, 'AGPL'],
  ['one part under such a licence', { ...good, license: 'MIT AND GPL-3.0-only' }, 'GPL'],
  ['no licence', { version: '1.0.0', integrity: 'sha512-x' }, 'no licence'],
])('a package with %s is told', (_what, entry, words) => {
  const faults = lockfileFaults(locked({ 'node_modules/x': entry }))
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(words)
})

test('a choice of licences passes when one of them does', () => {
  expect(lockfileFaults(locked({ 'node_modules/x': { ...good, license: '(EDL-1.0 OR EPL-1.0)' } }))).toEqual([])
})

test('an empty lockfile is told', () => {
  expect(lockfileFaults({ lockfileVersion: 3, packages: {} })).toEqual(['it locks no package at all'])
})

test('the committed lockfile has no fault', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
  expect(lockfileFaults(JSON.parse(text))).toEqual([])
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { whyInstall } from './ensure-installed.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venue-atlas-install-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Packages = Record<string, { version: string; optional?: boolean }>

function wanted(packages: Packages): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }))
}

function installed(packages: Packages): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
}

const one = { 'node_modules/one': { version: '1.0.0' } }

test('nothing installed, and an installation that was not finished', () => {
  wanted(one)
  expect(whyInstall(folder)).toContain('none yet')
  mkdirSync(join(folder, 'node_modules'))
  expect(whyInstall(folder)).toContain('not finished')
})

test('what is locked is installed, by whichever command', () => {
  wanted(one)
  installed(one)
  expect(whyInstall(folder)).toBe(null)
  expect(whyInstall(folder)).toBe(null)
})

test('a package of another platform need not be there', () => {
  wanted({ ...one, 'node_modules/for-another-system': { version: '1.0.0', optional: true } })
  installed(one)
  expect(whyInstall(folder)).toBe(null)
})

test('a lockfile that changed since: a newer version, a package more', () => {
  wanted(one)
  installed(one)
  expect(whyInstall(folder)).toBe(null)
  wanted({ 'node_modules/one': { version: '1.0.1' } })
  expect(whyInstall(folder)).toContain('node_modules/one should be 1.0.1')
  wanted({ ...one, 'node_modules/two': { version: '2.0.0' } })
  expect(whyInstall(folder)).toContain('node_modules/two is missing')
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environmentShape, readConfig } from '../config.ts'
import { environmentExample, withConfigurationTable } from './document-configuration.ts'

const uncommented = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]))

test('the example names every variable, and with its values taken up changes nothing', () => {
  const given = uncommented(environmentExample())
  expect(Object.keys(given)).toEqual(expect.arrayContaining(Object.keys(environmentShape)))
  expect(readConfig(given)).toEqual(readConfig({}))
})

test('the table is made between its marks and nothing else is touched', () => {
  const readme = 'before\n<!-- configuration:start -->\nan earlier table\n<!-- configuration:end -->\nafter $1\n'
  const made = withConfigurationTable(readme)
  expect(made).toMatch(/^before\n<!-- configuration:start -->\n\| variable/)
  expect(made).toMatch(/\n<!-- configuration:end -->\nafter \$1\n$/)
  expect(made).not.toContain('an earlier table')
  for (const name of Object.keys(environmentShape)) expect(made).toContain(`| \`${name}\` |`)
  expect(withConfigurationTable(made)).toBe(made)
})

test('a README without marks is told', () => {
  expect(() => withConfigurationTable('nothing')).toThrow('configuration:start')
})

test('the committed example is the one of today', () => {
  expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(environmentExample())
})

test('docker compose hands every variable on that does not differ inside a container', () => {
  const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')
  const handed = new Set([...compose.matchAll(/^ {2,6}([A-Z_]+): /gm)].map(([, name]) => name))
  const inside = ['HOST', 'PORT', 'DATA_DIR', 'NODE_ENV']
  const missing = Object.keys(environmentShape).filter((name) => !handed.has(name) && !inside.includes(name))
  expect(missing).toEqual([])
})

import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('an empty environment gives the defaults that npm start runs on', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ PORT: 8080, DATA_DIR: '.data', SERVICES: ['api', 'tiles', 'worker'], SEED: 'demo' })
  expect(config.DATABASE_URL).toBeUndefined()
})

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '', TIANDITU_KEY: '' }).PORT).toBe(8080)
})

test('lists are split at commas', () => {
  const config = readConfig({ SERVICES: 'api, tiles', CORS_ORIGINS: 'https://a.example,https://b.example' })
  expect(config.SERVICES).toEqual(['api', 'tiles'])
  expect(config.CORS_ORIGINS).toEqual(['https://a.example', 'https://b.example'])
})

test('every fault is told at once, and never the value of a secret', () => {
  const faulty = () =>
    readConfig({ PORT: '99999', DATABASE_URL: 'mysql://x', ADMIN_PASSWORD: 'short-one', BASE_MAPS: '{' })
  expect(faulty).toThrow(ConfigError)
  try {
    faulty()
  } catch (error) {
    const { message } = error as Error
    for (const name of ['PORT', 'DATABASE_URL', 'ADMIN_PASSWORD', 'BASE_MAPS']) expect(message).toContain(name)
    expect(message).not.toContain('short-one')
  }
})

test('a base map is validated and gets its defaults', () => {
  const map = {
    name: 'own',
    nameZh: '自有',
    nameEn: 'Own',
    url: 'https://maps.example/{z}/{x}/{y}.png',
    datum: 'GCJ-02',
  }
  expect(readConfig({ BASE_MAPS: JSON.stringify([map]) }).BASE_MAPS[0]).toMatchObject({
    ...map,
    tileSize: 256,
    maxZoom: 18,
  })
  expect(() => readConfig({ BASE_MAPS: JSON.stringify([{ ...map, datum: 'mars' }]) })).toThrow(/BASE_MAPS/)
})

test('several processes need a database that they can share', () => {
  expect(() => readConfig({ PROCESSES: '2' })).toThrow(/PROCESSES.*DATABASE_URL/)
  expect(readConfig({ PROCESSES: '2', DATABASE_URL: 'postgresql://localhost/venue' }).PROCESSES).toBe(2)
})

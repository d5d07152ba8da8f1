import { expect, test } from 'vitest'
import { assetsOf, kindOf, lazyAssetsOf, nearestList, storedUnder } from './cache-rules.ts'

const origin = 'https://atlas.example'
const kind = (path: string, rest: { method?: string; mode?: string } = {}) =>
  kindOf({ method: 'GET', mode: 'cors', url: new URL(path, origin).href, ...rest }, origin)

test('pages, hashed files and public data are kept', () => {
  expect(kind('/', { mode: 'navigate' })).toBe('shell')
  expect(kind('/places/7?lang=en', { mode: 'navigate' })).toBe('shell')
  expect(kind('/assets/index-abc.js')).toBe('asset')
  expect(kind('/icon-192.png')).toBe('asset')
  expect(kind('/tiles/places/8/201/105.mvt?type=gym')).toBe('data')
  expect(kind('/api/places?bbox=1,2,3,4')).toBe('data')
  expect(kind('/api/places/7')).toBe('data')
})

test('a tile with one’s own write in it is kept as the tile', () => {
  const tile = `${origin}/tiles/places/8/201/105.mvt`
  expect(storedUnder(`${tile}?type=gym&atLeast=77`)).toBe(`${tile}?type=gym`)
  expect(storedUnder(`${tile}?atLeast=77`)).toBe(tile)
  expect(storedUnder(`${tile}?type=a,b`)).toBe(`${tile}?type=a,b`)
})

test('writes, sessions, reports, streams, consoles and other hosts are never kept', () => {
  expect(kind('/api/places/7/reports', { method: 'POST' })).toBe('pass')
  expect(kind('/api/session')).toBe('pass')
  expect(kind('/api/reports?status=new')).toBe('pass')
  expect(kind('/api/places/7/revisions')).toBe('pass')
  expect(kind('/tiles/changes')).toBe('pass')
  expect(kind('/admin', { mode: 'navigate' })).toBe('pass')
  expect(kind('https://elsewhere.example/api/places')).toBe('pass')
})

test('the shell’s files are those its page names', () => {
  const html =
    '<link rel="manifest" href="/manifest.webmanifest"><script type="module" crossorigin src="/assets/index-1.js"></script><link rel="stylesheet" href="/assets/index-2.css"><a href="https://x.example/assets/y.js">'
  expect(assetsOf(html)).toEqual(['/manifest.webmanifest', '/assets/index-1.js', '/assets/index-2.css'])
})

test('offline, the same question about nearly the same area is answered by the stored list', () => {
  const list = (bbox: string, rest = '') => `${origin}/api/places?facets=category&bbox=${bbox}${rest}`
  const stored = [
    list('104,30,105,31'),
    list('104.05,30.05,105.05,31.05'),
    list('104,30,105,31', '&fee=free'),
    `${origin}/api/places/7`,
  ]
  expect(nearestList(list('104.04,30.04,105.04,31.04'), stored)).toBe(stored[1])
  expect(nearestList(list('104,30,105,31', '&fee=free'), stored)).toBe(stored[2])
  expect(nearestList(list('106,30,107,31'), stored)).toBeNull()
  expect(nearestList(list('104,30,105,31', '&sport=tennis'), stored)).toBeNull()
  expect(nearestList(`${origin}/api/places/8`, stored)).toBeNull()
})

test('the chunks that a script loads later are known before they are needed', () => {
  const script = 'const m=["assets/map-app-1.js","assets/map-app-2.css"];import("./x");fetch("/api/places")'
  expect(lazyAssetsOf(script)).toEqual(['/assets/map-app-1.js', '/assets/map-app-2.css'])
})

/// <reference lib="webworker" />
import { assetsOf, kindOf, lazyAssetsOf, nearestList, storedUnder } from './cache-rules.ts'

/**
 * Keeps the app readable without a network: the shell, hashed files, and the last viewed area's tiles and replies.
 * Data always comes from the network when it answers; a stored reply says since when it is stored (`x-stored-at`).
 */
declare const self: ServiceWorkerGlobalScope

const shellCache = 'shell-1'
const assetCache = 'assets-1'
const dataCache = 'data-1'
const storedAtHeader = 'x-stored-at'
/** A dead network is known after this long; slow ones get their stored reply then, and the fresh one next time. */
const patienceMs = 6000
const mostData = 900
const mostAssets = 120

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const current = [shellCache, assetCache, dataCache]
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !current.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const kind = kindOf(request, self.location.origin)
  if (kind === 'shell') event.respondWith(shell(request))
  else if (kind === 'asset') event.respondWith(asset(request))
  else if (kind === 'data') event.respondWith(data(request, event))
})

self.addEventListener('message', (event) => {
  const message = event.data as { kind: string; addresses: string[] }
  if (message.kind === 'loaded') event.waitUntil(keepLoaded(message.addresses))
})

async function keepShell(): Promise<void> {
  const response = await fetch('/', { cache: 'no-cache' })
  if (!response.ok) throw new Error(`the page answered ${response.status}`)
  const named = assetsOf(await response.clone().text())
  const cache = await caches.open(assetCache)
  await cache.addAll(named)
  // Without the map's own chunk the page would open and stay empty; the icons and consoles beside it are small.
  const scripts = await Promise.all(
    named
      .filter((address) => address.endsWith('.js'))
      .map(async (address) => (await cache.match(address))?.text() ?? ''),
  )
  await cache.addAll([...new Set(scripts.flatMap(lazyAssetsOf))].filter((address) => !named.includes(address)))
  await (await caches.open(shellCache)).put('/', response)
}

async function keepLoaded(addresses: string[]): Promise<void> {
  // Lists before tiles and files: they are few, and without them the rest says nothing.
  const inOrder = addresses.toSorted((a, b) => Number(b.includes('/api/')) - Number(a.includes('/api/')))
  for (const address of inOrder) {
    const request = new Request(storedUnder(address))
    const kind = kindOf(request, self.location.origin)
    if (kind !== 'asset' && kind !== 'data') continue
    const cache = await caches.open(kind === 'asset' ? assetCache : dataCache)
    if (await cache.match(request)) continue
    try {
      const response = await fetch(request)
      if (response.ok) await cache.put(request, kind === 'asset' ? response : await stamped(response))
    } catch {
      // Not kept this time; the next visit will.
    }
  }
}

async function shell(request: Request): Promise<Response> {
  try {
    const response = await withPatience(fetch(request))
    if (response.ok) {
      const cache = await caches.open(shellCache)
      await cache.put('/', response.clone())
    }
    return response
  } catch (error) {
    const kept = await caches.match('/', { cacheName: shellCache })
    if (kept) return kept
    throw error
  }
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(assetCache)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) {
    await cache.put(request, response.clone())
    await trim(cache, mostAssets)
  }
  return response
}

async function data(request: Request, event: FetchEvent): Promise<Response> {
  const cache = await caches.open(dataCache)
  const answer = fetch(request)
  try {
    const response = await withPatience(answer)
    const address = storedUnder(request.url)
    if (response.ok) event.waitUntil(keep(cache, address, response.clone()))
    // A gateway's error while the server is away is no better than no answer.
    if (response.status < 502 || response.status > 504) return response
    return (await stored(cache, request)) ?? response
  } catch (error) {
    return (await stored(cache, request)) ?? answer.catch(() => Promise.reject(error))
  }
}

async function stored(cache: Cache, request: Request): Promise<Response | undefined> {
  const exact = await cache.match(storedUnder(request.url))
  if (exact) return exact
  const addresses = (await cache.keys()).map(({ url }) => url)
  const near = nearestList(request.url, addresses)
  return near === null ? undefined : cache.match(near)
}

async function keep(cache: Cache, address: string, response: Response): Promise<void> {
  // Deleted first: the order of a cache is the order of its first puts, and trimming takes the oldest.
  await cache.delete(address)
  await cache.put(address, await stamped(response))
  await trim(cache, mostData)
}

async function stamped(response: Response): Promise<Response> {
  const headers = new Headers(response.headers)
  headers.set(storedAtHeader, new Date().toISOString())
  // The body is stored decoded, so its transfer's headers no longer hold.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const body = response.status === 204 ? null : await response.arrayBuffer()
  return new Response(body, { status: response.status, headers })
}

async function trim(cache: Cache, most: number): Promise<void> {
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)))
}

function withPatience(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

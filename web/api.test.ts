import { afterEach, expect, test, vi } from 'vitest'
import { addressOf, call, keepCsrfToken } from './api.ts'
import { ApiProblem } from './client/problem.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  keepCsrfToken(null)
})

const answer = (body: unknown, status = 200) =>
  vi.fn(async (_address: string, _init: RequestInit) => new Response(JSON.stringify(body), { status }))

test('paths are filled and lists joined by commas; what is not set is left out', () => {
  expect(addressOf('/api/places/:id', { id: 7 }, {})).toBe('/api/places/7')
  expect(
    addressOf(
      '/api/places',
      {},
      { type: ['gym', 'pool'], q: '成都 & 体育', openNow: true, fee: [], region: undefined },
    ),
  ).toBe('/api/places?type=gym,pool&q=%E6%88%90%E9%83%BD%20%26%20%E4%BD%93%E8%82%B2&openNow=true')
})

test('a write carries the CSRF token and its body as JSON; a read carries neither', async () => {
  const fetch = answer({ id: 1, status: 'accepted' })
  vi.stubGlobal('fetch', fetch)
  keepCsrfToken('secret')
  await call('resolveReport', { params: { id: 1 }, body: { status: 'accepted' } })
  const write = fetch.mock.calls[0]![1]
  expect(new Headers(write.headers).get('x-csrf-token')).toBe('secret')
  expect(write.body).toBe('{"status":"accepted"}')
  await call('listReports', { query: { status: 'new' } })
  const read = fetch.mock.calls[1]!
  expect(read[0]).toBe('/api/reports?status=new')
  expect(new Headers(read[1].headers).get('x-csrf-token')).toBeNull()
})

test('a problem of the server becomes an error with its stable code', async () => {
  vi.stubGlobal(
    'fetch',
    answer({ type: 'x', title: 't', status: 404, code: 'place-not-found', detail: 'no place 9' }, 404),
  )
  const failed = await call('getPlace', { params: { id: 9 } }).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(ApiProblem)
  expect(failed).toMatchObject({ code: 'place-not-found', status: 404, message: 'no place 9' })
})

test('a page of a proxy and a dead network are told apart', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response('<html>', { status: 502 })),
  )
  await expect(call('clientConfig')).rejects.toMatchObject({ code: 'http-502', status: 502 })
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('failed'))),
  )
  await expect(call('clientConfig')).rejects.toMatchObject({ code: 'offline', status: 0 })
})

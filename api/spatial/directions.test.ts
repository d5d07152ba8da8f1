import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { directions } from '../contract/nearest.ts'
import { findWay, type WayAsked } from './directions.ts'
import { instructionOf } from './osrm-instructions.ts'

const asked: WayAsked = { from: [104.04, 30.64], to: [104.06, 30.66], mode: 'walk' }
let server: Server | undefined

/** A server that speaks as OSRM's HTTP API documents. */
async function routerThat(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const reply = {
  code: 'Ok',
  waypoints: [{ name: '人民南路', location: [104.04, 30.64], hint: 'x', distance: 3 }],
  routes: [
    {
      distance: 3120.4,
      duration: 2288.1,
      weight: 2288.1,
      weight_name: 'duration',
      geometry: {
        type: 'LineString',
        coordinates: [
          [104.04, 30.64],
          [104.05, 30.65],
          [104.06, 30.66],
        ],
      },
      legs: [
        {
          summary: '人民南路',
          distance: 3120.4,
          duration: 2288.1,
          steps: [
            {
              distance: 1500,
              duration: 1100,
              name: '人民南路',
              mode: 'walking',
              maneuver: { type: 'depart', bearing_before: 0, bearing_after: 47, location: [104.04, 30.64] },
            },
            {
              distance: 1620.4,
              duration: 1188.1,
              name: '',
              ref: 'S1',
              mode: 'walking',
              maneuver: { type: 'turn', modifier: 'left', bearing_before: 40, bearing_after: 0 },
            },
            {
              distance: 0,
              duration: 0,
              name: '体育路',
              mode: 'walking',
              maneuver: { type: 'arrive', modifier: 'right' },
            },
          ],
        },
      ],
    },
  ],
}

describe('the way', () => {
  it('is the straight line, called so, when no router is configured', async () => {
    const way = directions.reply.parse(await findWay(asked, { routerUrl: undefined }))
    expect(way).toMatchObject({ kind: 'straight', durationSeconds: null, steps: [], reason: null })
    expect(way.distanceMetres).toBeGreaterThan(2900)
    expect(way.distanceMetres).toBeLessThan(2960)
    expect(way.geometry.coordinates).toEqual([asked.from, asked.to])
  })

  it('is the router’s, with line, time and steps in both languages', async () => {
    const paths: string[] = []
    const routerUrl = await routerThat((request, response) => {
      paths.push(request.url!)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(reply))
    })
    const way = directions.reply.parse(await findWay(asked, { routerUrl: `${routerUrl}/osrm/` }))
    expect(paths).toEqual([
      '/osrm/route/v1/foot/104.040000,30.640000;104.060000,30.660000?overview=full&geometries=geojson&steps=true',
    ])
    expect(way).toMatchObject({ kind: 'route', distanceMetres: 3120.4, durationSeconds: 2288.1, reason: null })
    expect(way.geometry.coordinates).toHaveLength(3)
    expect(way.steps.map(({ instructionZh }) => instructionZh)).toEqual([
      '从起点沿人民南路向东北出发',
      '左转，进入S1',
      '到达目的地，在右侧',
    ])
    expect(way.steps.map(({ instructionEn }) => instructionEn)).toEqual([
      'Head north-east along 人民南路',
      'Turn left onto S1',
      'You have arrived, on the right',
    ])
  })

  it('asks the profile of the mode', async () => {
    const profiles: string[] = []
    const routerUrl = await routerThat((request, response) => {
      profiles.push(request.url!.split('/')[3]!)
      response.end(JSON.stringify(reply))
    })
    for (const mode of ['walk', 'ride', 'drive', 'transit'] as const) await findWay({ ...asked, mode }, { routerUrl })
    expect(profiles).toEqual(['foot', 'bike', 'car'])
  })

  const broken: [string, string, RequestListener][] = [
    [
      'finds no way',
      'router-found-no-way',
      (_, response) => response.writeHead(400).end('{"code":"NoRoute","message":"Impossible route"}'),
    ],
    ['is near no road', 'router-found-no-way', (_, response) => response.writeHead(400).end('{"code":"NoSegment"}')],
    ['refuses', 'router-answered-400', (_, response) => response.writeHead(400).end('{"code":"InvalidQuery"}')],
    ['fails', 'router-answered-502', (_, response) => response.writeHead(502).end('<html>Bad Gateway</html>')],
    ['sends no JSON', 'router-reply-unreadable', (_, response) => response.end('{"code":"Ok","routes":[')],
    ['sends no routes', 'router-reply-unreadable', (_, response) => response.end('{"code":"Ok","routes":[]}')],
    [
      'sends positions off the Earth',
      'router-reply-unreadable',
      (_, response) => response.end(JSON.stringify(reply).replace('104.05', '904.05')),
    ],
    ['hangs up', 'router-unreachable', (request) => request.socket.destroy()],
    [
      'leads elsewhere',
      'router-unreachable',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['never answers', 'router-too-slow', () => {}],
    ['stops half way', 'router-too-slow', (_, response) => response.write('{"code":')],
    [
      'never ends',
      'router-reply-too-large',
      (_, response) => {
        const more = () => response.writable && response.write('x'.repeat(65_536), () => setImmediate(more))
        more()
      },
    ],
  ]
  it.each(broken)('is straight, with the reason, when the router %s', async (_, reason, listener) => {
    const routerUrl = await routerThat(listener)
    const started = performance.now()
    const way = directions.reply.parse(await findWay(asked, { routerUrl, timeoutMs: 700 }))
    expect(way).toMatchObject({ kind: 'straight', reason, durationSeconds: null })
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('is straight when nothing listens there', async () => {
    const way = await findWay(asked, { routerUrl: 'http://127.0.0.1:9' })
    expect(way).toMatchObject({ kind: 'straight', reason: 'router-unreachable' })
  })
})

describe('instructions', () => {
  const step = {
    distanceMetres: 1,
    durationSeconds: 1,
    street: '',
    type: 'turn',
    modifier: undefined,
    exit: undefined,
    bearingAfter: undefined,
  }
  it.each([
    ['turn', 'slight right', '稍向右转', 'Bear right'],
    ['turn', 'uturn', '掉头', 'Make a U-turn'],
    ['continue', 'straight', '直行', 'Go straight'],
    ['fork', 'slight left', '岔路口靠左', 'Keep left at the fork'],
    ['end of road', 'right', '道路尽头右转', 'Turn right at the end of the road'],
    ['merge', 'slight left', '向左并入主路', 'Merge left'],
    ['off ramp', 'slight right', '向右驶出匝道', 'Take the exit on the right'],
    ['new name', undefined, '继续前行', 'Continue'],
    ['something new', 'left', '左转', 'Turn left'],
    ['turn', 'unheard of', '直行', 'Go straight'],
  ])('tells %s %s', (type, modifier, instructionZh, instructionEn) => {
    expect(instructionOf({ ...step, type, modifier })).toEqual({ instructionZh, instructionEn })
  })

  it('counts the exits of a roundabout and names the street', () => {
    expect(instructionOf({ ...step, type: 'roundabout', exit: 2, street: '一环路' })).toEqual({
      instructionZh: '进入环岛，从第 2 个出口驶出，进入一环路',
      instructionEn: 'At the roundabout take exit 2 onto 一环路',
    })
  })

  it('tells every direction of the compass', () => {
    const heads = [0, 45, 90, 135, 180, 225, 270, 315, 350].map(
      (bearingAfter) => instructionOf({ ...step, type: 'depart', bearingAfter }).instructionEn,
    )
    expect(new Set(heads).size).toBe(8)
    expect(heads.at(-1)).toBe('Head north')
  })
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import gcoord from 'gcoord'
import sharp from 'sharp'

/** What a deployment may be configured to use, as stand-ins on this host: a router that speaks OSRM, and raster tiles in a datum. */

export interface Neighbour {
  url: string
  close(): void
}

export interface RouterNeighbour extends Neighbour {
  /** From now on it answers 500. */
  fail(): void
  asked: string[]
}

const systems = { WGS84: gcoord.WGS84, 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const
export type Datum = keyof typeof systems

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const closing = (server: Server) => () => {
  server.closeAllConnections()
  server.close()
}

/** Ways with a right angle: first to the goal's longitude, then to its latitude, at 1.25 m a second. */
export async function openRouter(): Promise<RouterNeighbour> {
  const asked: string[] = []
  let failing = false
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const [, from, to] = /\/route\/v1\/\w+\/([\d.,-]+);([\d.,-]+)/.exec(request.url!) ?? []
    response.statusCode = failing || !from || !to ? 500 : 200
    response.setHeader('Content-Type', 'application/json')
    response.end(failing || !from || !to ? '{"code":"InternalError"}' : JSON.stringify(wayOf(from, to)))
  })
  return { url: await listen(server), close: closing(server), asked, fail: () => (failing = true) }
}

function wayOf(from: string, to: string) {
  const [west, south] = from.split(',').map(Number) as [number, number]
  const [east, north] = to.split(',').map(Number) as [number, number]
  const across = Math.abs(east - west) * 111_320 * Math.cos((south * Math.PI) / 180)
  const up = Math.abs(north - south) * 110_950
  const step = (distance: number, name: string, type: string, modifier?: string) => ({
    distance,
    duration: distance / 1.25,
    name,
    mode: 'walking',
    maneuver: {
      type,
      ...(modifier ? { modifier } : {}),
      location: [west, south],
      bearing_before: 0,
      bearing_after: 90,
    },
  })
  return {
    code: 'Ok',
    waypoints: [],
    routes: [
      {
        distance: across + up,
        duration: (across + up) / 1.25,
        geometry: {
          type: 'LineString',
          coordinates: [
            [west, south],
            [east, south],
            [east, north],
          ],
        },
        legs: [
          {
            summary: '',
            distance: across + up,
            duration: (across + up) / 1.25,
            steps: [step(across, '东西街', 'depart'), step(up, '南北路', 'turn', 'left'), step(0, '', 'arrive')],
          },
        ],
      },
    ],
  }
}

const tileSize = 256
const discRadius = 24

/** Grey tiles `/{datum}/{z}/{x}/{y}.png` with a red disc around one point of the earth, drawn where that datum has it. */
export async function openTiles([lon, lat]: readonly [number, number]): Promise<Neighbour> {
  const server = createServer((request, response) => {
    const [, datum, z, x, y] = /^\/([\w-]+)\/(\d+)\/(\d+)\/(\d+)\.png$/.exec(request.url ?? '') ?? []
    if (!datum) return response.writeHead(404).end()
    const [drawnLon, drawnLat] = gcoord.transform([lon, lat], gcoord.WGS84, systems[datum as Datum])
    const world = tileSize * 2 ** Number(z)
    const sine = Math.sin((drawnLat * Math.PI) / 180)
    const atX = (drawnLon / 360 + 0.5) * world - tileSize * Number(x)
    const atY = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world - tileSize * Number(y)
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${tileSize}" height="${tileSize}"><rect width="100%" height="100%" fill="#dddddd"/><circle cx="${atX}" cy="${atY}" r="${discRadius}" fill="#ff0000"/></svg>`
    void sharp(Buffer.from(picture))
      .png()
      .toBuffer()
      .then((png) => {
        response.setHeader('Access-Control-Allow-Origin', '*')
        response.writeHead(200, { 'Content-Type': 'image/png' }).end(png)
      })
  })
  return { url: await listen(server), close: closing(server) }
}

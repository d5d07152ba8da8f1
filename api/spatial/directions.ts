import type { z } from 'zod'
import type { directions } from '../contract/nearest.ts'
import { distanceMetres } from './earth.ts'
import type { TravelMode } from './navigation.ts'
import { instructionOf } from './osrm-instructions.ts'
import { readRoute } from './osrm-reply.ts'

export type Way = z.input<(typeof directions)['reply']>
type Position = readonly [lon: number, lat: number]

export interface WayAsked {
  from: Position
  to: Position
  mode: TravelMode
}

export interface Router {
  /** Address of an OSRM-compatible server; undefined where none is configured. */
  routerUrl: string | undefined
  signal?: AbortSignal
  timeoutMs?: number
}

/** OSRM knows no transit: none of its profiles could answer it, so none is asked. */
const profiles = { walk: 'foot', ride: 'bike', drive: 'car', transit: null } as const
/** The longest steps of a day's drive are below 2 MB. */
const mostBytes = 4_000_000

/** The way by the configured router; when there is none, or it does not answer well, the straight line with the reason. Never throws. */
export async function findWay(asked: WayAsked, { routerUrl, signal, timeoutMs = 5000 }: Router): Promise<Way> {
  if (!routerUrl) return straight(asked, null)
  const profile = profiles[asked.mode]
  if (profile === null) return straight(asked, 'router-has-no-transit')
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(routeUrl(routerUrl, profile, asked), {
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
      headers: { accept: 'application/json' },
      redirect: 'error',
    })
    const route = readRoute(await boundedText(response), response.status)
    if ('reason' in route) return straight(asked, route.reason)
    return {
      kind: 'route',
      distanceMetres: route.distanceMetres,
      durationSeconds: route.durationSeconds,
      geometry: route.geometry,
      steps: route.steps.map((step) => ({
        ...instructionOf(step),
        distanceMetres: step.distanceMetres,
        durationSeconds: step.durationSeconds,
      })),
      reason: null,
    }
  } catch (error) {
    if (limit.aborted) return straight(asked, 'router-too-slow')
    return straight(asked, error instanceof TooLarge ? 'router-reply-too-large' : 'router-unreachable')
  }
}

/** OSRM's route service, version 1: lon,lat;lon,lat. */
function routeUrl(base: string, profile: string, { from, to }: WayAsked): string {
  const stops = [from, to].map((position) => position.map((degrees) => degrees.toFixed(6)).join(',')).join(';')
  return `${base.replace(/\/+$/, '')}/route/v1/${profile}/${stops}?overview=full&geometries=geojson&steps=true`
}

class TooLarge extends Error {}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).byteLength
    // Leaving the loop cancels the body, and with it the connection.
    if (bytes > mostBytes) throw new TooLarge()
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Says how far it is as the crow flies; no time, for nobody can go that way. */
function straight({ from, to }: WayAsked, reason: string | null): Way {
  return {
    kind: 'straight',
    distanceMetres: distanceMetres(from, to),
    durationSeconds: null,
    geometry: { type: 'LineString', coordinates: [[...from], [...to]] },
    steps: [],
    reason,
  }
}

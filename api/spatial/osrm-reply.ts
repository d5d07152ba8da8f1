import { z } from 'zod'

/** The parts of OSRM's route reply that are used, as its HTTP API documents them; everything else is ignored. */
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const step = z.object({
  distance: z.number().min(0),
  duration: z.number().min(0),
  name: z.string().default(''),
  ref: z.string().optional(),
  maneuver: z.object({
    type: z.string(),
    modifier: z.string().optional(),
    exit: z.number().int().optional(),
    bearing_after: z.number().optional(),
  }),
})
const reply = z.object({
  code: z.literal('Ok'),
  routes: z
    .array(
      z.object({
        distance: z.number().min(0),
        duration: z.number().min(0),
        geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
        legs: z.array(z.object({ steps: z.array(step).default([]) })),
      }),
    )
    .min(1),
})

export interface RouteStep {
  distanceMetres: number
  durationSeconds: number
  street: string
  type: string
  modifier: string | undefined
  exit: number | undefined
  bearingAfter: number | undefined
}

export interface Route {
  distanceMetres: number
  durationSeconds: number
  geometry: { type: 'LineString'; coordinates: [number, number][] }
  steps: RouteStep[]
}

/** Reads a reply; `reason` says why it holds no route. OSRM answers 400 with a code such as NoRoute or NoSegment where there is no way. */
export function readRoute(body: string, status: number): Route | { reason: string } {
  const json = parsed(body)
  const code = z.object({ code: z.string() }).safeParse(json).data?.code
  if (code === 'NoRoute' || code === 'NoSegment') return { reason: 'router-found-no-way' }
  if (status !== 200) return { reason: `router-answered-${status}` }
  const read = reply.safeParse(json)
  if (!read.success) return { reason: 'router-reply-unreadable' }
  const [route] = read.data.routes
  return {
    distanceMetres: route!.distance,
    durationSeconds: route!.duration,
    geometry: route!.geometry,
    steps: route!.legs.flatMap(({ steps }) =>
      steps.map(({ distance, duration, name, ref, maneuver }) => ({
        distanceMetres: distance,
        durationSeconds: duration,
        street: name || ref || '',
        type: maneuver.type,
        modifier: maneuver.modifier,
        exit: maneuver.exit,
        bearingAfter: maneuver.bearing_after,
      })),
    ),
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

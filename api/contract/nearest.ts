import { z } from 'zod'
import { placeFilterShape } from './place-filter.ts'
import { placeSummary } from './place-record.ts'
import { route } from './route.ts'
import { code, datum, geometryParts, lat, limit, lon } from './shapes.ts'

/** Nearest ranking (智能排序), where am I, and being led there. */

export const presets = ['nearest', 'best', 'cheapest', 'open-now'] as const

/**
 * The parts that add up to a score; each is the part's value in 0…1 times its weight. Higher is better. The distance value falls with
 * the logarithm of distance (0.94 at 300 m, 0.68 at 10 km): each doubling of the way costs the same.
 */
export const scoreParts = z.object({
  distance: z.number(),
  rating: z.number(),
  openNow: z.number(),
  price: z.number(),
  sport: z.number(),
  freeSlots: z.number(),
})

const layerName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

export const nearest = route({
  method: 'get',
  path: '/api/nearest',
  pace: 'search',
  tag: 'nearest',
  summary: 'The best places near a point by named weights; exact over the whole layer',
  roles: ['public'],
  query: z.object({
    ...placeFilterShape,
    lon,
    lat,
    datum,
    layer: layerName.default('places'),
    preset: z.enum(presets).default('nearest'),
    wantedSport: code.optional().describe('Raises places that offer it; sport= filters'),
    at: z.iso.datetime({ offset: true }).optional().describe('Moment for open now; default now'),
    maxDistanceMetres: z.coerce.number().min(1).max(20_037_508).optional(),
    limit: limit(100, 20),
  }),
  reply: z.object({
    origin: z.tuple([z.number(), z.number()]),
    preset: z.enum(presets),
    weights: scoreParts,
    items: z.array(
      z.object({
        id: z.number(),
        layer: z.string(),
        distanceMetres: z.number().describe('On the ellipsoid, to the nearest point of the geometry; 0 inside an area'),
        score: z.number().describe('Sum of its parts; equal scores stand by distance, equal distances by id'),
        scoreParts,
        geometry: geometryParts,
        nearestPoint: z.tuple([z.number(), z.number()]).describe('Point of the geometry that is nearest'),
        place: placeSummary.nullable(),
        properties: z.record(z.string(), z.unknown()).describe('Of the layer; empty for places, whose row is `place`'),
      }),
    ),
  }),
  errors: ['layer-not-found', 'filter-not-supported'],
})

export const locate = route({
  method: 'get',
  path: '/api/locate',
  tag: 'nearest',
  summary: 'Turns lon/lat of a stated datum, or typed text, into a WGS84 point with its regions',
  roles: ['public'],
  query: z.object({ lon: lon.optional(), lat: lat.optional(), datum, q: z.string().max(100).optional() }),
  reply: z.object({
    candidates: z.array(
      z.object({
        point: z.tuple([z.number(), z.number()]),
        nameZh: z.string().nullable(),
        nameEn: z.string().nullable(),
        regionZh: z.string(),
        regionEn: z.string(),
        kind: z.enum(['coordinates', 'place', 'region']),
        datum: z.string(),
      }),
    ),
  }),
  errors: ['locate-needs-point-or-text'],
})

export const travelModes = ['walk', 'ride', 'drive', 'transit'] as const

export const navigationLinks = route({
  method: 'get',
  path: '/api/places/:id/navigation',
  tag: 'nearest',
  summary: 'Links that open the way to a place in AMap, Baidu, Tencent, Apple Maps or a geo: handler',
  roles: ['public'],
  params: z.object({ id: z.coerce.number().int().positive() }),
  query: z.object({
    mode: z.enum(travelModes).default('walk'),
    lon: lon.optional().describe('Where the way starts (WGS84), with lat; default the user’s position in the app'),
    lat: lat.optional(),
    originName: z.string().max(120).default('我的位置'),
  }),
  reply: z.object({
    links: z.array(
      z.object({
        app: z.enum(['amap', 'baidu', 'tencent', 'apple', 'geo']),
        nameZh: z.string(),
        nameEn: z.string(),
        url: z.string(),
      }),
    ),
  }),
  errors: ['place-not-found', 'origin-incomplete'],
})

export const wayBetween = z.object({
  kind: z.enum(['route', 'straight']),
  distanceMetres: z.number(),
  durationSeconds: z.number().nullable(),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number())) }),
  steps: z.array(
    z.object({
      instructionZh: z.string(),
      instructionEn: z.string(),
      distanceMetres: z.number(),
      durationSeconds: z.number(),
    }),
  ),
  reason: z.string().nullable().describe('Why a straight line was given although a router is configured'),
})

export const directions = route({
  method: 'get',
  path: '/api/directions',
  tag: 'nearest',
  summary: 'The way between two points: by the configured router, else the straight distance labelled as such',
  roles: ['public'],
  query: z.object({ fromLon: lon, fromLat: lat, toLon: lon, toLat: lat, mode: z.enum(travelModes).default('walk') }),
  reply: wayBetween,
})

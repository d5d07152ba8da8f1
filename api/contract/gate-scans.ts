import { z } from 'zod'
import { route } from './route.ts'
import { id, instant } from './shapes.ts'

/** The gate: tickets and personal codes scanned at a place's door, at once or handed in later. Called by devices with a key and by the page. */

const placeId = z.object({ id })
const roles = ['gate', 'owner', 'operator', 'administrator'] as const

export const scanReasons = [
  'valid',
  'too-early',
  'too-late',
  'used',
  'cancelled',
  'unpaid',
  'wrong-place',
  'revoked',
  'no-booking',
  'unknown',
] as const
const direction = z.enum(['entry', 'exit'])

export const scanAtGate = route({
  method: 'post',
  path: '/api/places/:id/gate-scans',
  tag: 'gates',
  summary: 'Scans of a gate, one or a queue of them; each nonce is judged once, and sent again it gets the same answer',
  roles,
  target: { place: 'id' },
  params: placeId,
  body: z.object({
    device: z.string().trim().min(1).max(60),
    sentAt: instant.describe('The device’s clock now; its error is taken off each scan'),
    scans: z
      .array(
        z.object({
          nonce: z.string().min(8).max(60).describe('A new one for each scan'),
          token: z.string().min(1).max(200).describe('Content of a ticket’s or personal code’s QR'),
          direction: direction.default('entry'),
          at: instant.describe('When it was scanned, by the device’s clock'),
        }),
      )
      .min(1)
      .max(200),
  }),
  reply: z.object({
    clockErrorMs: z.number().int(),
    inside: z.number().int().min(0).describe('Let in today less let out'),
    results: z.array(
      z.object({
        nonce: z.string(),
        admitted: z.boolean(),
        reason: z.enum(scanReasons),
        direction,
        repeated: z.boolean().describe('Judged before'),
        name: z.string().nullable(),
        courtNameZh: z.string().nullable(),
        courtNameEn: z.string().nullable(),
        start: instant.nullable(),
        end: instant.nullable(),
        dueFen: z.number().int().describe('To be paid at the desk first'),
      }),
    ),
  }),
  errors: ['place-not-found'],
})

export const gateList = route({
  method: 'get',
  path: '/api/places/:id/gate-list',
  tag: 'gates',
  summary: 'Tickets that are good from yesterday to tomorrow, as hashes: a gate without a network judges by them',
  roles,
  target: { place: 'id' },
  params: placeId,
  reply: z.object({
    asOf: instant,
    tickets: z.array(
      z.object({
        hash: z.string().describe('SHA-256 of the ticket, hexadecimal'),
        opens: instant.describe('From when it lets in'),
        closes: instant,
        courtNameZh: z.string(),
        courtNameEn: z.string().nullable(),
      }),
    ),
  }),
})

export const gateState = route({
  method: 'get',
  path: '/api/places/:id/gate-state',
  tag: 'gates',
  summary: 'How many are inside, and the last scans',
  roles,
  target: { place: 'id' },
  params: placeId,
  reply: z.object({
    inside: z.number().int().min(0),
    entries: z.number().int(),
    scans: z.array(
      z.object({
        id,
        at: instant,
        device: z.string(),
        direction,
        reason: z.enum(scanReasons),
        courtNameZh: z.string().nullable(),
        courtNameEn: z.string().nullable(),
      }),
    ),
  }),
})

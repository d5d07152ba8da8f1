import { z } from 'zod'
import { fees, placeStatuses } from './place-record.ts'
import { bbox, code, flag, list, regionCode } from './shapes.ts'

/** The filters that search, facets, nearest ranking and markers share. */
export const placeFilterShape = {
  region: regionCode.optional().describe('The region and all below it'),
  type: list(code).optional(),
  sport: list(code).optional(),
  status: list(z.enum(placeStatuses)).optional(),
  fee: list(z.enum(fees)).optional(),
  openNow: flag.optional(),
  openAt: z.iso.datetime({ offset: true }).optional(),
  freeFrom: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('With freeTo: something can be booked for all of that time'),
  freeTo: z.iso.datetime({ offset: true }).optional(),
  accessible: flag.optional(),
  minRating: z.coerce.number().min(1).max(5).optional(),
  bbox: bbox.optional(),
}
export const placeFilter = z.object(placeFilterShape)
export type PlaceFilter = z.output<typeof placeFilter> & {
  /** What the server made of freeFrom and freeTo; never read from a request. */
  freeIds?: readonly number[]
}

import type { z } from 'zod'
import type { createPlace } from '../../contract/places.ts'
import { commit } from '../../db/commit.ts'
import { convertGeometry } from '../../spatial/datum.ts'
import { hoursFromText, type Writing, type Written, writeRecord } from './write-place.ts'

type Body = z.output<NonNullable<(typeof createPlace)['body']>>

/** A new place; its geometry comes in `sourceDatum` and is stored in WGS84, the datum kept beside it. */
export async function createPlaceBy({ openingHours, reason, ...given }: Body, writing: Writing): Promise<Written> {
  const { database } = writing
  const fields = {
    ...given,
    geometry: convertGeometry(given.geometry, given.sourceDatum, 'WGS84'),
    hours: openingHours === undefined ? given.hours : hoursFromText(openingHours),
  }
  const { value: place, ...where } = await commit(database, (trx) =>
    writeRecord(trx, fields, null, { ...writing, reason }),
  )
  return { place, ...where }
}

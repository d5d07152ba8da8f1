import { z } from 'zod'
import { grantedRoles } from './access.ts'

/** The shape of `Grant`; apart from access.ts, which pages load and which must not bring the validation library along. */
export const grant = z.object({
  role: z.enum(grantedRoles),
  placeId: z.number().int().nullable(),
  regionCode: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
})

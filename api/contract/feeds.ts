import { z } from 'zod'
import { route } from './route.ts'

/** Open data feeds in the form of Realtime Paged Data Exchange (RPDE) 1.0. */

const feedPage = z.object({
  next: z.string(),
  items: z.array(
    z.looseObject({
      state: z.enum(['updated', 'deleted']),
      kind: z.string(),
      id: z.string(),
      modified: z.number().int(),
    }),
  ),
  license: z.string(),
})

export const listFeeds = route({
  method: 'get',
  path: '/feeds',
  tag: 'feeds',
  summary: 'The feeds there are',
  roles: ['public'],
  reply: z.object({
    feeds: z.array(
      z.object({ kind: z.string(), url: z.string(), descriptionZh: z.string(), descriptionEn: z.string() }),
    ),
  }),
})

export const placeFeed = route({
  method: 'get',
  path: '/feeds/places',
  tag: 'feeds',
  summary: 'Places in the order in which they changed (RPDE); follow next for ever, nothing is missed',
  roles: ['public'],
  query: z.object({
    afterTimestamp: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('modified of the last item seen'),
    afterId: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('id of the last item seen'),
    limit: z.coerce.number().int().min(1).max(1_000).default(500),
  }),
  reply: feedPage,
})

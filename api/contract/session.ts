import { z } from 'zod'
import { grant, roles } from './access.ts'
import { route } from './route.ts'

/** The minimal sign-in: one administrator from configuration, a session cookie, a CSRF token for writes. */

const person = z.object({
  id: z.uuid(),
  account: z.string(),
  roles: z.array(z.enum(roles)),
  grants: z.array(grant),
  csrfToken: z.string(),
})

export const signIn = route({
  method: 'post',
  path: '/api/session',
  tag: 'session',
  summary: 'Sign in; sets the session cookie',
  roles: ['public'],
  status: 201,
  body: z.object({ account: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
  reply: person,
  errors: ['sign-in-failed', 'sign-in-off', 'too-many-requests'],
})
export const whoAmI = route({
  method: 'get',
  path: '/api/session',
  tag: 'session',
  summary: 'Who is signed in, with a fresh CSRF token',
  roles: ['public'],
  reply: z.object({ person: person.nullable() }),
})
export const signOut = route({
  method: 'delete',
  path: '/api/session',
  tag: 'session',
  summary: 'Sign out; the session ends at once',
  roles: ['citizen'],
  status: 204,
  reply: z.null(),
})

import { z } from 'zod'
import { roles } from './access.ts'
import { grant } from './grant.ts'
import { route } from './route.ts'

/** Signing in and out: by account and password, by a code sent to a phone or mailbox, or by another site (OpenID Connect). */

const ticket = z.string().regex(/^[\w-]{43}$/, 'the ticket as it was given')
const sixDigits = z.string().regex(/^\d{6}$/, 'six digits')

export const phoneNumber = z
  .string()
  .max(30)
  .transform((text) => text.replaceAll(/[\s()-]/g, ''))
  // A bare number is a mobile one of mainland China.
  .transform((digits) => (/^1[3-9]\d{9}$/.test(digits) ? `+86${digits}` : digits))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'a mobile number, such as 13800000000 or +85260000000'))

export const mailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'a mail address, such as name@example.org')

/** Where a code goes; exactly one of the two. */
export const codeAddress = z.union([z.object({ phone: phoneNumber }), z.object({ email: mailAddress })])
export const codeProof = z.object({ ticket, code: sixDigits })

export const person = z.object({
  id: z.uuid(),
  /** What the product calls them. */
  account: z.string(),
  roles: z.array(z.enum(roles)),
  grants: z.array(grant),
  csrfToken: z.string(),
  /** `needed`: roles of staff do not count before a second factor is set up. */
  secondFactor: z.enum(['off', 'on', 'needed']),
})

export const signInWays = route({
  method: 'get',
  path: '/api/session/ways',
  tag: 'session',
  summary: 'Which ways to sign in are on here',
  roles: ['public'],
  reply: z.object({
    password: z.literal(true),
    phone: z.boolean(),
    email: z.boolean(),
    /** Name of the other site, where one is configured. */
    oidc: z.string().nullable(),
    /** Development only: codes are shown at GET /api/dev/messages instead of being sent. */
    shown: z.boolean(),
  }),
})

export const sendCode = route({
  method: 'post',
  path: '/api/session/codes',
  tag: 'session',
  summary: 'Send a sign-in code; the answer is the same whether or not an account has that number or mailbox',
  roles: ['public'],
  status: 202,
  body: z.intersection(codeAddress, z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') })),
  reply: z.object({
    ticket: z.string().describe('Goes back with the code'),
    validSeconds: z.number().int(),
    againAfterSeconds: z.number().int(),
  }),
  errors: ['channel-off', 'message-not-sent', 'too-many-requests'],
})

export const signIn = route({
  method: 'post',
  path: '/api/session',
  tag: 'session',
  summary: 'Sign in by password or code (a new phone number or mailbox makes an account); sets the session cookie',
  roles: ['public'],
  status: 201,
  body: z.union([
    z.object({ account: z.string().min(1).max(200), password: z.string().min(1).max(200) }),
    codeProof,
    z.object({ secondStep: ticket, code: z.string().min(6).max(20).describe('Of the app, or a recovery code') }),
  ]),
  reply: z.union([person, z.object({ secondStep: z.string().describe('202: send it with the code of the app') })]),
  errors: ['sign-in-failed', 'sign-in-off', 'code-refused', 'second-step-refused', 'too-many-requests'],
})

export const whoAmI = route({
  method: 'get',
  path: '/api/session',
  tag: 'session',
  summary: 'Who is signed in, with the CSRF token of the session',
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

export const session = z.object({
  id: z.uuid(),
  signedInBy: z.enum(['password', 'code', 'oidc']),
  createdAt: z.string(),
  seenAt: z.string(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  isThis: z.boolean(),
})

export const listSessions = route({
  method: 'get',
  path: '/api/me/sessions',
  tag: 'session',
  summary: 'My sessions, the last used first',
  roles: ['citizen'],
  reply: z.object({ items: z.array(session) }),
})

export const endSession = route({
  method: 'delete',
  path: '/api/me/sessions/:id',
  tag: 'session',
  summary: 'End one of my sessions at once',
  roles: ['citizen'],
  params: z.object({ id: z.uuid() }),
  status: 204,
  reply: z.null(),
  errors: ['session-not-found'],
})

export const endOtherSessions = route({
  method: 'delete',
  path: '/api/me/sessions',
  tag: 'session',
  summary: 'End all my sessions but this one at once',
  roles: ['citizen'],
  reply: z.object({ ended: z.number().int() }),
})

const returnTo = z.enum(['/me', '/manage', '/admin', '/']).default('/me')

export const startOidc = route({
  method: 'get',
  path: '/api/session/oidc',
  tag: 'session',
  summary: 'Leave for the other site’s sign-in (303)',
  roles: ['public'],
  query: z.object({ returnTo }),
  reply: z.null(),
  errors: ['oidc-off', 'oidc-unavailable', 'too-many-requests'],
})

export const finishOidc = route({
  method: 'get',
  path: '/api/session/oidc/return',
  tag: 'session',
  summary: 'Come back from the other site’s sign-in (303)',
  roles: ['public'],
  query: z.object({
    code: z.string().max(4000).optional(),
    state: z.string().max(200).optional(),
    error: z.string().max(200).optional(),
    iss: z.string().max(500).optional().describe('RFC 9207: whose answer this is'),
  }),
  reply: z.null(),
  errors: ['oidc-off', 'oidc-refused', 'oidc-unavailable', 'too-many-requests'],
})

export const developmentMessages = route({
  method: 'get',
  path: '/api/dev/messages',
  tag: 'session',
  summary: 'Messages that would have been sent; in development and from this host only',
  roles: ['public'],
  reply: z.object({
    items: z.array(z.object({ channel: z.string(), to: z.string(), text: z.string(), at: z.string() })),
  }),
  errors: ['address-unknown'],
})

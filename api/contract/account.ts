import { z } from 'zod'
import { route } from './route.ts'
import { codeProof } from './session.ts'

/** What people do with their own account. */

const profile = z.object({
  id: z.uuid(),
  name: z.string(),
  account: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  hasPassword: z.boolean(),
  secondFactor: z.enum(['off', 'on', 'needed']),
  createdAt: z.string(),
  grants: z.array(
    z.object({
      id: z.number().int(),
      role: z.string(),
      placeId: z.number().int().nullable(),
      placeName: z.string().nullable(),
      regionCode: z.string().nullable(),
      regionName: z.string().nullable(),
      grantedAt: z.string(),
    }),
  ),
})

const newPassword = z
  .string()
  .min(10, 'at least 10 characters')
  .max(200)
  .refine((text) => new Set(text).size >= 5, 'at least 5 different characters')

export const getMe = route({
  method: 'get',
  path: '/api/me',
  tag: 'account',
  summary: 'My profile with my roles',
  roles: ['citizen'],
  reply: profile,
})

export const changeMe = route({
  method: 'patch',
  path: '/api/me',
  tag: 'account',
  summary: 'Change my name',
  roles: ['citizen'],
  body: z.object({ name: z.string().trim().min(1).max(100) }),
  reply: profile,
})

export const addAddress = route({
  method: 'put',
  path: '/api/me/address',
  tag: 'account',
  summary: 'Take a phone number or mailbox that a code was sent to as mine, in place of the former one',
  roles: ['citizen'],
  body: codeProof,
  reply: profile,
  errors: ['code-refused', 'address-taken', 'sign-in-again', 'too-many-requests'],
})

export const setPassword = route({
  method: 'put',
  path: '/api/me/password',
  tag: 'account',
  summary: 'Set or change my password; ends my other sessions',
  roles: ['citizen'],
  body: z.object({ password: newPassword }),
  reply: profile,
  errors: ['sign-in-again', 'password-in-configuration'],
})

export const startSecondFactor = route({
  method: 'post',
  path: '/api/me/second-factor',
  tag: 'account',
  summary: 'Begin setting up an authenticator app; it counts once confirmed',
  roles: ['citizen'],
  status: 201,
  reply: z.object({ secret: z.string(), address: z.string().describe('otpauth:// for the QR') }),
  errors: ['second-factor-on', 'sign-in-again'],
})

export const confirmSecondFactor = route({
  method: 'put',
  path: '/api/me/second-factor',
  tag: 'account',
  summary: 'Confirm the app by one of its codes; the reply has the recovery codes, shown this once',
  roles: ['citizen'],
  body: z.object({ code: z.string().regex(/^\d{6}$/, 'six digits') }),
  reply: z.object({ recoveryCodes: z.array(z.string()) }),
  errors: ['second-step-refused', 'second-factor-not-started', 'too-many-requests'],
})

export const removeSecondFactor = route({
  method: 'delete',
  path: '/api/me/second-factor',
  tag: 'account',
  summary: 'Remove the authenticator app',
  roles: ['citizen'],
  status: 204,
  reply: z.null(),
  errors: ['sign-in-again'],
})

/** Everything kept about a person; sections of other parts of the product come by their names. */
const personData = z.object({
  exportedAt: z.string(),
  person: z.record(z.string(), z.unknown()),
  sections: z.record(z.string(), z.array(z.unknown())),
})

export const exportMe = route({
  method: 'get',
  path: '/api/me/data',
  tag: 'account',
  summary: 'All data kept about me, as JSON',
  roles: ['citizen'],
  reply: personData,
  errors: ['too-many-requests'],
})

export const eraseMe = route({
  method: 'delete',
  path: '/api/me',
  tag: 'account',
  summary: 'Erase my account: name, number, mailbox, sign-ins and roles go, what must stay becomes nameless',
  roles: ['citizen'],
  status: 204,
  reply: z.null(),
  errors: ['sign-in-again', 'last-administrator', 'bookings-ahead'],
})

export const makePersonalCode = route({
  method: 'post',
  path: '/api/me/code',
  tag: 'account',
  summary: 'My personal code (一码通): a signed token for a QR, good for a minute and for one check',
  roles: ['citizen'],
  status: 201,
  reply: z.object({ token: z.string(), validSeconds: z.number().int() }),
  errors: ['too-many-requests'],
})

export { personData }

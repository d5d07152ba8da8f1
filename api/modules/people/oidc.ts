import * as client from 'openid-client'
import type { Config } from '../../config.ts'
import { errors } from '../../errors.ts'

/** Sign-in by another site that speaks OpenID Connect: authorization code flow with PKCE, state and nonce. */

export interface OidcSettings {
  issuer: URL
  clientId: string
  clientSecret: string | undefined
  /** From PUBLIC_URL, never from a request. */
  redirectAddress: string
}

/** Null where none is configured. */
export function oidcSettings(config: Config): OidcSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL } = config
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !PUBLIC_URL) return null
  return {
    issuer: new URL(OIDC_ISSUER),
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    redirectAddress: new URL('/api/session/oidc/return', PUBLIC_URL).href,
  }
}

export interface OidcAttempt {
  address: string
  /** Kept in a cookie of the browser that left, so that nobody can make another come back as them. */
  kept: string
}

/** Where to send the browser. @throws 503 oidc-unavailable. */
export async function beginOidc(settings: OidcSettings, returnTo: string): Promise<OidcAttempt> {
  const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
  const address = client.buildAuthorizationUrl(await discovered(settings), {
    redirect_uri: settings.redirectAddress,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { address: address.href, kept: [state, nonce, verifier, returnTos.indexOf(returnTo)].join('~') }
}

/** Who came back. @throws 403 oidc-refused, 503 oidc-unavailable. */
export async function finishOidcWith(
  settings: OidcSettings,
  query: Record<string, string | undefined>,
  kept: string | null,
): Promise<{ issuer: string; subject: string; name: string | null; returnTo: string }> {
  const [state, nonce, verifier, place] = kept?.split('~') ?? []
  if (!state || !nonce || !verifier || query.error || !query.code) throw refused()
  const configuration = await discovered(settings)
  const address = new URL(settings.redirectAddress)
  for (const [key, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(key, value)
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
  const tokens = await client.authorizationCodeGrant(configuration, address, checks).catch(() => {
    throw refused()
  })
  const claims = tokens.claims()
  if (!claims) throw refused()
  const name = typeof claims.name === 'string' && claims.name.trim() !== '' ? claims.name.trim().slice(0, 100) : null
  return { issuer: claims.iss, subject: claims.sub, name, returnTo: returnTos[Number(place)] ?? '/me' }
}

const returnTos = ['/me', '/manage', '/admin', '/']
const discoveries = new Map<string, Promise<client.Configuration>>()

/** The issuer's own description, asked for once; after a failure anew. */
async function discovered({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const key = `${issuer.href} ${clientId}`
  // Plain http is for an issuer on this host only: tests and development.
  const options = issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}
  const authentication = clientSecret ? client.ClientSecretPost(clientSecret) : client.None()
  const known = discoveries.get(key) ?? client.discovery(issuer, clientId, undefined, authentication, options)
  discoveries.set(key, known)
  return known.catch(() => {
    discoveries.delete(key)
    throw errors.unavailable(
      'oidc-unavailable',
      'The other site does not answer just now. Try again, or sign in by code.',
    )
  })
}

const refused = () =>
  errors.forbidden('oidc-refused', 'The other site’s sign-in did not end well. Begin again from the sign-in page.')

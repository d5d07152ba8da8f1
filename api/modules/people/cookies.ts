/** The product's own cookies: `__Host-` and Secure when people reach the site by https. */

const sessionPattern = /(?:^|;\s*)(?:__Host-)?session=([\w-]{43})(?:;|$)/
const devicePattern = /(?:^|;\s*)(?:__Host-)?device=([\w-]{43})(?:;|$)/
const oidcPattern = /(?:^|;\s*)(?:__Host-)?oidc=([\w.~-]{1,400})(?:;|$)/

/** The session token of a request's cookie, if it looks like one. */
export const sessionToken = (header: string | undefined): string | null =>
  sessionPattern.exec(header ?? '')?.[1] ?? null

/** Says that somebody signed in with this browser before; proves nothing else. */
export const deviceToken = (header: string | undefined): string | null => devicePattern.exec(header ?? '')?.[1] ?? null

/** What this browser left for another site's sign-in with. */
export const oidcCookieValue = (header: string | undefined): string | null =>
  oidcPattern.exec(header ?? '')?.[1] ?? null

export const sessionCookie = (token: string, maxAgeSeconds: number, https: boolean): string =>
  cookie('session', token, maxAgeSeconds, https)

export const deviceCookie = (token: string, https: boolean): string => cookie('device', token, 180 * 86_400, https)

export const oidcCookie = (value: string, https: boolean): string =>
  cookie('oidc', value, value === '' ? 0 : 600, https)

function cookie(name: string, value: string, maxAgeSeconds: number, https: boolean): string {
  const prefix = https ? '__Host-' : ''
  return `${prefix}${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${https ? '; Secure' : ''}`
}

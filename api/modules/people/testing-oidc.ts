import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An issuer that speaks OpenID Connect (discovery, authorization code with PKCE, RS256): as strict as the protocol asks. */
export interface TestIssuer {
  address: string
  /** Who signs in next there. */
  person: { sub: string; name?: string }
  /** Changed before signing: what a token of a broken or hostile issuer would say. */
  spoil(claims: Record<string, unknown>): void
  stop(): Promise<void>
}

export async function startTestIssuer(clientId: string): Promise<TestIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, issuer.address)
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer: issuer.address,
        authorization_endpoint: `${issuer.address}/authorize`,
        token_endpoint: `${issuer.address}/token`,
        jwks_uri: `${issuer.address}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      })
    }
    if (url.pathname === '/keys') {
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
    }
    if (url.pathname === '/authorize') {
      const asked = (name: string) => url.searchParams.get(name) ?? ''
      const code = randomUUID()
      codes.set(code, { challenge: asked('code_challenge'), nonce: asked('nonce'), redirect: asked('redirect_uri') })
      const back = new URL(asked('redirect_uri'))
      const given = { code, state: asked('state'), iss: issuer.address, session_state: 'kept by the issuer' }
      for (const [name, value] of Object.entries(given)) back.searchParams.set(name, value)
      return response.writeHead(302, { Location: back.href }).end()
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const known = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (known?.challenge !== challenge || known.redirect !== form.get('redirect_uri')) {
      return json({ error: 'invalid_grant' }, 400)
    }
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer.address, aud: clientId, iat: now, exp: now + 60, nonce: known.nonce, ...issuer.person }
    issuer.spoil(claims)
    const encoded = [{ alg: 'RS256', kid: 'one' }, claims].map((part) => base64url(JSON.stringify(part))).join('.')
    const signature = sign('sha256', Buffer.from(encoded), privateKey).toString('base64url')
    json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 60, id_token: `${encoded}.${signature}` })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer: TestIssuer = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person: { sub: 'nobody' },
    spoil: () => {},
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  }
  return issuer
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost of one guess: 32 MB and about a tenth of a second (OWASP's scrypt parameters: N = 2^15, r = 8, p = 3). */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const keyBytes = 32

/** `scrypt$N$r$p$salt$key` in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Takes as long for no hash as for a wrong password, so that the time does not say whether an account exists. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const [kind, N, r, p, salt = '', key = ''] = (hash ?? unknown).split('$')
  const given = await derive(password, Buffer.from(salt, 'base64url'), {
    ...cost,
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  const expected = Buffer.from(key, 'base64url')
  return kind === 'scrypt' && expected.length === given.length && timingSafeEqual(given, expected)
}

/** Stands in for the hash of an account that has none; no password derives to zeros. */
const unknown = ['none', cost.N, cost.r, cost.p, 'AAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(43)].join('$')

function derive(password: string, salt: Buffer, options: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on another system may come composed otherwise.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

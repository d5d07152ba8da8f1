import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Config } from '../../config.ts'

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>

/** The one account of the minimal sign-in. The people module proper will replace it behind the same routes. */
export interface Administrator {
  account: string
  matches(account: string, password: string): Promise<boolean>
}

/**
 * The administrator of the configuration. With the embedded database and no ADMIN_PASSWORD, a password is made once and kept in
 * DATA_DIR/admin-password (mode 0600); with PostgreSQL sign-in then stays off, since several processes would disagree.
 */
export async function readAdministrator(
  config: Pick<Config, 'ADMIN_ACCOUNT' | 'ADMIN_PASSWORD' | 'DATABASE_URL' | 'DATA_DIR'>,
): Promise<Administrator | null> {
  const password =
    config.ADMIN_PASSWORD ?? (config.DATABASE_URL ? null : await keptPassword(adminPasswordFile(config.DATA_DIR)))
  if (password === null) return null
  const salt = randomBytes(16)
  const expected = await derive(password, salt, 32)
  return {
    account: config.ADMIN_ACCOUNT,
    async matches(account, given) {
      const right = timingSafeEqual(await derive(given, salt, 32), expected)
      return right && account === config.ADMIN_ACCOUNT
    },
  }
}

export const adminPasswordFile = (dataDir: string): string => join(dataDir, 'admin-password')

async function keptPassword(file: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true })
  try {
    const made = randomBytes(15).toString('base64url')
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${made}\n`)
    await handle.close()
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await readFile(file, 'utf8')).trim()
  }
}

import { z } from 'zod'
import { messageFaults } from './messages/requirements.ts'

/** Every environment variable of the product, validated at once; `.env.example` lists the same names. */

const switchedOn = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')
const csv = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const baseMap = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  nameZh: z.string(),
  nameEn: z.string(),
  kind: z.enum(['xyz', 'wmts']).default('xyz'),
  url: z.url().describe('With {z} {x} {y}, and {s} where subdomains are given'),
  datum: z.enum(['WGS84', 'GCJ-02', 'BD-09']).default('WGS84'),
  attribution: z.string().default(''),
  minZoom: z.number().int().default(1),
  maxZoom: z.number().int().default(18),
  tileSize: z.number().int().default(256),
  darkUrl: z.url().nullable().default(null),
})

const services = ['api', 'tiles', 'worker'] as const

const variables = z.object({
  HOST: z.string().default('0.0.0.0').describe('Address to listen on'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port of pages, API and tiles; 0 takes any free one'),
  SERVICES: csv
    .pipe(z.array(z.enum(services)).min(1))
    .default([...services])
    .describe('What this process does: api,tiles,worker'),
  PROCESSES: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe(
      'Processes that share the port, each with its own engine; at most one a core; more than one needs DATABASE_URL',
    ),
  DATA_DIR: z.string().default('.data').describe('Folder of the embedded database and files'),
  FILES_URL: z
    .url({ protocol: /^s3$/ })
    .optional()
    .describe('Bucket for files, s3://bucket/prefix?endpoint=https://…&region=…; without it DATA_DIR/files'),
  FILES_ACCESS_KEY: z.string().optional().describe('Access key of the bucket'),
  FILES_SECRET_KEY: z.string().optional().describe('Secret key of the bucket'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL ≥ 15 with PostGIS ≥ 3.3; without it the embedded database'),
  DATABASE_REPLICA_URLS: csv
    .pipe(z.array(z.url({ protocol: /^postgres(ql)?$/ })))
    .default([])
    .describe('Streaming replicas that serve reads'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Connections a process; default the number of cores (at least 2)'),
  STATEMENT_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(600_000)
    .default(10_000)
    .describe('Longest a request’s statement may run'),
  SEED: z
    .enum(['demo', 'empty'])
    .default('demo')
    .describe('What an empty database is filled with: the marked demo registry, or nothing but regions and types'),
  ADMIN_ACCOUNT: z.string().min(1).default('admin').describe('Account name of the administrator'),
  ADMIN_PASSWORD: z
    .string()
    .min(12)
    .optional()
    .describe('Password of the administrator; without it one is made and kept in DATA_DIR/admin-password'),
  PAYMENT_PROVIDERS: csv
    .pipe(z.array(z.enum(['sandbox', 'at-venue', 'wechat-pay', 'alipay'])))
    .optional()
    .describe(
      'Ways to pay for bookings: sandbox (play money on a local page), at-venue, wechat-pay, alipay (both untested against the live service); default the first two, in production at-venue alone',
    ),
  WECHAT_PAY_APP_ID: z.string().optional().describe('WeChat Pay: application id'),
  WECHAT_PAY_MERCHANT_ID: z.string().optional().describe('WeChat Pay: merchant number'),
  WECHAT_PAY_SERIAL: z.string().optional().describe('WeChat Pay: serial number of the merchant’s certificate'),
  WECHAT_PAY_KEY_FILE: z.string().optional().describe('WeChat Pay: file of the merchant’s private key (PEM)'),
  WECHAT_PAY_API_KEY: z.string().length(32).optional().describe('WeChat Pay: APIv3 key, 32 signs'),
  WECHAT_PAY_PLATFORM_SERIAL: z.string().optional().describe('WeChat Pay: id of the platform’s public key'),
  WECHAT_PAY_PLATFORM_KEY_FILE: z.string().optional().describe('WeChat Pay: file of the platform’s public key (PEM)'),
  ALIPAY_APP_ID: z.string().optional().describe('Alipay: application id'),
  ALIPAY_KEY_FILE: z.string().optional().describe('Alipay: file of the application’s private key (PEM)'),
  ALIPAY_PUBLIC_KEY_FILE: z.string().optional().describe('Alipay: file of Alipay’s public key (PEM)'),
  ALIPAY_GATEWAY: z
    .url({ protocol: /^https$/ })
    .default('https://openapi.alipay.com/gateway.do')
    .describe('Alipay: gateway; its sandbox has another'),
  SESSION_HOURS: z.coerce.number().min(0.1).max(720).default(12).describe('How long a sign-in lasts'),
  STAFF_TWO_FACTOR: z
    .enum(['optional', 'required'])
    .default('optional')
    .describe('required: roles of staff (planner, operator, administrator) count only with a second factor'),
  SIGN_IN_CODES: csv
    .pipe(z.array(z.enum(['phone', 'email', 'off'])))
    .default(['phone', 'email'])
    .describe('Where sign-in codes go: phone,email, or off. Production refuses to start without what sends them'),
  SMS_WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Service that sends text messages: POST {to, template, language, values, text}'),
  SMS_WEBHOOK_TOKEN: z.string().min(8).optional().describe('Sent to it as Authorization: Bearer …'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server: smtps://account:password@host:465'),
  MAIL_FROM: z.string().min(3).optional().describe('Sender of mail, such as Venue Atlas <noreply@example.org>'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Single sign-on by OpenID Connect: address of the issuer; needs PUBLIC_URL, whose /api/session/oidc/return is the redirect address',
    ),
  OIDC_CLIENT_ID: z.string().optional().describe('Client id there'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret there; without it a public client with PKCE'),
  OIDC_NAME: z.string().max(40).default('统一身份认证').describe('What its button says'),
  SEARCH_RATE: z.coerce
    .number()
    .int()
    .min(0)
    .default(600)
    .describe('Searches a minute of one address (half as many of one account); 0 is no limit'),
  UPLOAD_RATE: z.coerce
    .number()
    .int()
    .min(0)
    .default(120)
    .describe('Uploads a minute of one address (half as many of one account); 0 is no limit'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address that people see; used in TileJSON, links and secure cookies'),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe('Proxies whose X-Forwarded-* headers count (Express trust proxy: hops or addresses)'),
  CORS_ORIGINS: csv.default([]).describe('Origins that may call the API from a browser; * for all (without cookies)'),
  ROUTER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OSRM-compatible router: …/route/v1/{profile}/…'),
  TIANDITU_KEY: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, 'the 32 hex digits of a browser key')
    .optional()
    .describe('Adds the Tianditu base maps'),
  BASE_MAPS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue('is not JSON')
        return z.NEVER
      }
    })
    .pipe(z.array(baseMap))
    .describe('Further base maps as a JSON list'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  METRICS_PUBLIC: switchedOn.default(false).describe('Whether /metrics answers other hosts than this one'),
  TILE_THREADS: z.coerce
    .number()
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe('Threads that encode tiles beside the serving one; default two less than there are cores, at most 4'),
  TILE_CACHE_MB: z.coerce.number().int().min(1).max(16_384).default(128).describe('Memory for encoded tiles'),
  NEAREST_INDEX_MB: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_536)
    .default(1024)
    .describe(
      'Memory for a layer’s nearest ranking (about 500 a million places); a larger layer is ranked by the database; 0 leaves all to it',
    ),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
})

const environment = variables
  .refine((given) => !given.FILES_URL || (given.FILES_ACCESS_KEY && given.FILES_SECRET_KEY), {
    path: ['FILES_URL'],
    message: 'needs FILES_ACCESS_KEY and FILES_SECRET_KEY beside it',
  })
  .refine((given) => given.PROCESSES === 1 || given.DATABASE_URL, {
    path: ['PROCESSES'],
    message: 'needs DATABASE_URL: the embedded database belongs to one process',
  })

export type Environment = z.output<typeof environment>
export type BaseMap = z.output<typeof baseMap>
export type Config = Environment

export class ConfigError extends Error {}

/** Names, defaults and descriptions of all variables, for the documentation and its test. */
export const environmentShape = environment.shape

/**
 * Reads the configuration. Empty variables count as not set.
 * @throws ConfigError naming every fault at once.
 */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const known = Object.fromEntries(
    Object.keys(environment.shape).flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])),
  )
  const parsed = environment.safeParse(known)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The configuration has faults:\n${faults.join('\n')}\nSee .env.example for every variable.`)
  }
  const faults = [...messageFaults(parsed.data), ...oidcFaults(parsed.data), ...paymentFaults(parsed.data)].map(
    (fault) => `  ${fault}`,
  )
  if (faults.length) {
    throw new ConfigError(
      `The configuration lacks something:\n${faults.join('\n')}\nSee .env.example for every variable.`,
    )
  }
  return parsed.data
}

function oidcFaults({ OIDC_ISSUER, OIDC_CLIENT_ID, PUBLIC_URL }: Config): string[] {
  if (!OIDC_ISSUER) return []
  return [
    ...(OIDC_CLIENT_ID ? [] : ['OIDC_CLIENT_ID: OIDC_ISSUER needs it']),
    ...(PUBLIC_URL
      ? []
      : ['PUBLIC_URL: OIDC_ISSUER needs it; the address to come back to is never taken from a request']),
  ]
}

const paymentNeeds = {
  'wechat-pay': [
    'WECHAT_PAY_APP_ID',
    'WECHAT_PAY_MERCHANT_ID',
    'WECHAT_PAY_SERIAL',
    'WECHAT_PAY_KEY_FILE',
    'WECHAT_PAY_API_KEY',
    'WECHAT_PAY_PLATFORM_SERIAL',
    'WECHAT_PAY_PLATFORM_KEY_FILE',
    'PUBLIC_URL',
  ],
  alipay: ['ALIPAY_APP_ID', 'ALIPAY_KEY_FILE', 'ALIPAY_PUBLIC_KEY_FILE', 'PUBLIC_URL'],
} as const

function paymentFaults(config: Config): string[] {
  const named = (['wechat-pay', 'alipay'] as const).filter((name) => config.PAYMENT_PROVIDERS?.includes(name))
  return named.flatMap((name) =>
    paymentNeeds[name]
      .filter((needed) => !config[needed])
      .map((needed) => `${needed}: ${name} in PAYMENT_PROVIDERS needs it`),
  )
}

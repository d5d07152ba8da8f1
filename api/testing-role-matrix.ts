import type { Route } from './contract/route.ts'
import type { TestReply } from './http/testing.ts'

/** Who asks in the role matrix, as the test server's header of roles says it; null is nobody. Places and regions are filled in. */
export interface MatrixActor {
  name: string
  roles: readonly string[] | null
}

export interface MatrixGround {
  /** The place that is touched, in county 510107 of prefecture 510100. */
  place: number
  /** A place of somebody else, in county 500103 of another province. */
  otherPlace: number
}

export const ownRegion = '510107'
export const otherRegion = '500103'

/** Every role on the touched place or region, and on another: what differs is what the scope decides. */
export function matrixActors({ place, otherPlace }: MatrixGround): MatrixActor[] {
  const onPlaces = ['owner', 'organiser', 'expert', 'gate'].flatMap((role) => [
    { name: `${role} here`, roles: [`${role}@place:${place}`] },
    { name: `${role} elsewhere`, roles: [`${role}@place:${otherPlace}`] },
  ])
  const inRegions = ['planner', 'operator'].flatMap((role) => [
    { name: `${role} of the county`, roles: [`${role}@${ownRegion}`] },
    { name: `${role} of the prefecture`, roles: [`${role}@510100`] },
    { name: `${role} elsewhere`, roles: [`${role}@${otherRegion}`] },
  ])
  return [
    { name: 'nobody', roles: null },
    { name: 'citizen', roles: [] },
    ...onPlaces,
    ...inRegions,
    { name: 'administrator', roles: ['administrator'] },
  ]
}

/** 403s of routes that anybody may call: they say that a code or password was wrong, not who may ask. */
const notOfTheGate = new Set([
  'account-archived',
  'channel-off',
  'code-refused',
  'oidc-refused',
  'second-step-refused',
  'sign-in-again',
  'sign-in-failed',
  'sign-in-off',
])

export type Verdict = 'yes' | 'no' | 'sign in'

/** What a reply says of the asker's right, whatever else it says. @throws when the server failed. */
export function verdictOf({ status, body }: TestReply): Verdict {
  if (status >= 500 && body?.code !== 'oidc-unavailable') throw new Error(`${status} ${JSON.stringify(body)}`)
  if (status === 401) return 'sign in'
  return status === 403 && !notOfTheGate.has(body?.code) ? 'no' : 'yes'
}

export interface MatrixRow {
  name: string
  route: Route
  verdicts: Verdict[]
  /** Every reply that was let through was 404: the test has no such record, so what an action asks beyond the gate is unseen. */
  nothingThere: boolean
}

/** The committed table: readable as text, one line a route. */
export function matrixTable(actors: readonly MatrixActor[], rows: readonly MatrixRow[]): string {
  const marks: Record<Verdict, string> = { yes: '✓', no: '–', 'sign in': '·' }
  const head = ['route', ...actors.map(({ name }) => name), '']
  const lines = rows.map(({ route, verdicts, nothingThere }) => [
    `${route.method} ${route.path}`,
    ...verdicts.map((verdict) => marks[verdict]),
    nothingThere ? 'no record in the test' : '',
  ])
  return `# Who may call what

Written by \`npm run bless\` from what the server answers (api/role-matrix.test.ts): ✓ let through, – refused (403), · asked to sign in (401).
The place and the region that a call touches are «here»; «elsewhere» is another place in another province.

${[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`
}

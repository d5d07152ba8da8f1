import type { z } from 'zod'
import { environmentShape } from '../config.ts'

/** The documentation of the configuration, made from its one source `api/config.ts`. */

interface Variable {
  name: string
  meaning: string
  /** As it would be written in the environment; empty where there is none. */
  standard: string
}

/** What `docker compose` needs beside the program's own variables. */
const composeVariables: Variable[] = [
  { name: 'POSTGRES_PASSWORD', meaning: 'Password of the database made by docker compose; needed there', standard: '' },
]

/** `.env.example`: every variable in a comment with its standard value; copied to `.env`, it changes nothing. */
export function environmentExample(): string {
  const lines = variables().map(variableLines).join('\n')
  return `# Every variable of Venue Atlas with its standard value. Copy to .env and take the # off what you change:
# npm start and docker compose read .env; variables of the environment win over it. Never commit it.
# Generated from api/config.ts by npm run bless.

${lines}
# ── docker compose ── needs ADMIN_PASSWORD above and, before its first start:

${composeVariables.map(variableLines).join('\n')}`
}

/** `readme` with the table between its configuration marks made anew. @throws when it has no marks */
export function withConfigurationTable(readme: string): string {
  const marked = /(<!-- configuration:start -->\n)[\s\S]*?(<!-- configuration:end -->)/
  if (!marked.test(readme)) throw new Error('README.md has no marks <!-- configuration:start --> and :end')
  const rows = variables().map(
    ({ name, meaning, standard }) => `| \`${name}\` | ${standard ? `\`${standard}\`` : '–'} | ${escapeCell(meaning)} |`,
  )
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n')
  return readme.replace(marked, (_all, start: string, end: string) => `${start}${table}\n${end}`)
}

function variables(): Variable[] {
  return Object.entries(environmentShape as Record<string, z.ZodType>).map(([name, schema]) => ({
    name,
    meaning: schema.description ?? choicesOf(schema),
    standard: standardOf(schema),
  }))
}

function standardOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined)
  if (!parsed.success || parsed.data === undefined) return ''
  return Array.isArray(parsed.data) ? parsed.data.join(',') : String(parsed.data)
}

/** An enum explains itself. */
function choicesOf(schema: z.ZodType): string {
  const inner = (schema as z.ZodDefault<z.ZodEnum>).unwrap?.() as { options?: string[] } | undefined
  if (!inner?.options) throw new Error('a variable of api/config.ts needs a description')
  return `One of ${inner.options.join(', ')}`
}

const variableLines = ({ name, meaning, standard }: Variable): string => `# ${meaning}\n# ${name}=${standard}\n`
const escapeCell = (text: string): string => text.replaceAll('|', '\\|')

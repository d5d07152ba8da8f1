import type { Database } from '../../db/types.ts'
import type { TestServer } from '../../http/testing.ts'
import { buildTwoCounties } from '../places/build.ts'
import { plannerOf } from './planner-of.ts'
import { computeRun } from './store-run.ts'

export const planner = ['planner']
export const operator = ['operator']

/** 武侯区 (west of 104°) with 60,000 people by census and 锦江区 (east of it) with 40,000. */
export async function buildPeople(database: Database): Promise<void> {
  await buildTwoCounties(database)
  await database.primary.raw(`
    update app.region
    set population = case code when '510107' then 60000 when '510104' then 40000 else 100000 end`)
}

export async function sendGrid(server: TestServer, text: string | Buffer, query: string, roles = operator) {
  const response = await fetch(`${server.url}/api/planning/population?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'X-Test-Roles': roles.join(',') },
    body: new Uint8Array(typeof text === 'string' ? Buffer.from(text) : text),
  })
  return { status: response.status, body: await response.json() }
}

/** Starts a run and computes it here and now, as its job would. */
export async function runNow(server: TestServer, body: object = {}, person?: string): Promise<number> {
  const started = await server.send('POST', '/api/planning/runs', {
    roles: planner,
    body,
    ...(person ? { person } : {}),
  })
  if (started.status !== 202) throw new Error(JSON.stringify(started.body))
  await computeRun(server.core.database, plannerOf(server.core), started.body.id)
  return started.body.id
}

export async function valuesOf(
  server: TestServer,
  runId: number,
  code: string,
): Promise<Record<string, number | null>> {
  const level = code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'prefecture' : 'county'
  const { body } = await server.send('GET', `/api/planning/runs/${runId}/values?level=${level}`, { roles: planner })
  return body.items.find((item: { code: string }) => item.code === code).values
}

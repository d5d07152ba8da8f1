import { chunkBytes, type ImportRecord, type Mapping } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { makePerson, type TestReply, type TestServer } from '../../../http/testing.ts'
import { applyImport, undoImport } from './apply-import.ts'
import { checkImport } from './check-import.ts'

/** Drives imports as a person does, with the jobs run in place. */
export interface ImportDriver {
  person: string
  upload(name: string, bytes: Buffer | string): Promise<number>
  check(id: number, mapping: Partial<Mapping>): Promise<ImportRecord>
  apply(id: number): Promise<ImportRecord>
  undo(id: number): Promise<ImportRecord>
  rows(id: number, outcome?: string): Promise<Row[]>
  send(method: string, path: string, body?: unknown): Promise<TestReply>
}

interface Row {
  row: number
  number: number
  outcome: string
  nameZh: string | null
  location: [number, number] | null
  placeId: number | null
  changes: Record<string, [unknown, unknown]> | null
  problems: { code: string; row: number; column: string; value: string }[]
  decisions: string[]
}

export async function importDriver(
  database: Database,
  server: TestServer,
  roles: readonly string[] = ['operator'],
): Promise<ImportDriver> {
  const person = await makePerson(database, roles)
  const { signal } = new AbortController()
  const send = (method: string, path: string, body?: unknown) =>
    server.send(method, path, { roles, person, ...(body === undefined ? {} : { body }) })
  const step = async (id: number, path: string, body: unknown, run: typeof checkImport) => {
    const reply = await send('POST', `/api/imports/${id}/${path}`, body)
    if (reply.status !== 202) throw new Error(JSON.stringify(reply.body))
    await run(database, id, signal)
    return (await send('GET', `/api/imports/${id}`)).body as ImportRecord
  }
  return {
    person,
    send,
    async upload(name, given) {
      const bytes = Buffer.from(given as string)
      const { body } = await send('POST', '/api/imports', { name, sizeBytes: bytes.length })
      for (let number = 0; number * chunkBytes < bytes.length; number++) {
        const base64 = bytes.subarray(number * chunkBytes, (number + 1) * chunkBytes).toString('base64')
        const reply = await send('PUT', `/api/imports/${body.id}/chunks/${number}`, { base64 })
        if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
      }
      return body.id
    },
    async check(id, given) {
      const { body } = await send('GET', `/api/imports/${id}/preview`)
      return step(
        id,
        'check',
        { mapping: { ...body.suggestion, ...given, fields: { ...body.suggestion.fields, ...given.fields } } },
        checkImport,
      )
    },
    apply: (id) => step(id, 'apply', {}, applyImport),
    undo: (id) => step(id, 'undo', {}, undoImport),
    async rows(id, outcome) {
      return (await send('GET', `/api/imports/${id}/rows?limit=200${outcome ? `&outcome=${outcome}` : ''}`)).body.items
    },
  }
}

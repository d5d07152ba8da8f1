import { isDeepStrictEqual } from 'node:util'
import * as contract from '../../../contract/imports.ts'
import { chunkBytes, outcomes } from '../../../contract/imports.ts'
import { exportImports } from '../../../contract/lists.ts'
import type { Core } from '../../../core.ts'
import { errors } from '../../../errors.ts'
import { listFile } from '../../../files/list-file.ts'
import { audit } from '../../../http/audit.ts'
import { type Bind, replyOf } from '../../../http/handle.ts'
import { rateLimit } from '../../../http/rate-limit.ts'
import { addJob } from '../../../jobs/add-job.ts'
import { insertImport, listImportsOf, moveImport, present, putChunk, readImport } from './imports.ts'
import { listMappings, saveMapping } from './mappings.ts'
import { previewOf } from './preview-import.ts'
import { isField } from './read-value.ts'
import { decideRows, listRowsOf } from './rows.ts'
import { scopeOf } from './scope.ts'

const importColumns = [
  ...['id', 'name', 'source', 'account', 'sizeBytes', 'state', 'totalRows', ...outcomes, 'applied', 'undone', 'kept'],
  ...['notes', 'problem', 'createdAt', 'updatedAt'],
]

export function importRoutes({ database }: Core, bind: Bind): void {
  const allowExport = rateLimit({ most: 30, perSeconds: 60 })
  const allowUpload = rateLimit({ most: 30, perSeconds: 3_600 })

  bind(contract.createImport, async ({ body, person }) => {
    allowUpload(person!.id)
    return { ...present(await insertImport(database, person!, body.name, body.sizeBytes)), chunkBytes }
  })
  bind(contract.putImportChunk, async ({ params, body, person }) =>
    putChunk(database, params.id, params.number, Buffer.from(body.base64, 'base64'), person!),
  )
  bind(contract.listImports, async ({ query, person }) => {
    const found = await listImportsOf(database, person!, { ...query, limit: query.limit + 1 })
    const items = found.slice(0, query.limit).map(present)
    return { items, nextBefore: found.length > query.limit ? items.at(-1)!.id : null }
  })
  bind(exportImports, async ({ query: { format }, person, clientAddress }) => {
    allowExport(clientAddress)
    const read = async (cursor: string | undefined) => {
      const found = await listImportsOf(database, person!, {
        limit: 501,
        ...(cursor ? { before: Number(cursor) } : {}),
      })
      const items = found.slice(0, 500).map(present)
      return { items, next: found.length > 500 ? String(items.at(-1)!.id) : null }
    }
    return replyOf(
      await listFile('imports', format, importColumns, read, ({ counts, mapping, notes, ...record }) => ({
        ...record,
        ...counts,
        source: mapping?.source,
        notes: notes.map(({ messageZh }) => messageZh).join('; '),
      })),
    )
  })
  bind(contract.getImport, async ({ params, person }) =>
    present(await readImport(database, database.primary, params.id, person)),
  )
  bind(contract.previewImport, async ({ params, query, person }) =>
    previewOf(database, await readImport(database, database.primary, params.id, person), query),
  )
  bind(contract.checkImport, async ({ params: { id }, body: { mapping }, person }) => {
    await readImport(database, database.primary, id, person)
    checkMapping(mapping)
    return database.primary.transaction(async (trx) => {
      const moved = await moveImport(database, trx, id, ['uploaded', 'checked', 'failed', 'undone'], 'checking', {
        mapping,
        scope: scopeOf(person!.grants),
      })
      await addJob(trx, 'import-check', { id })
      return present(moved)
    })
  })
  bind(contract.listImportRows, async ({ params, query, person }) => {
    await readImport(database, database.primary, params.id, person)
    return listRowsOf(database, params.id, query)
  })
  bind(contract.decideImportRows, async ({ params, body, person }) =>
    decideRows(database, await readImport(database, database.primary, params.id, person), body),
  )
  bind(contract.applyImport, async (call) => {
    const { id } = call.params
    const stored = await readImport(database, database.primary, id, call.person)
    // The check asked where this person may write; what was taken since must not be written.
    if (!isDeepStrictEqual(stored.scope, scopeOf(call.person!.grants))) {
      throw errors.conflict(
        'grants-changed',
        'Your roles differ from those at the check (or another person checked it); check it again.',
      )
    }
    return database.primary.transaction(async (trx) => {
      const moved = await moveImport(database, trx, id, ['checked'], 'applying')
      await audit(trx, call, { act: 'import.applied', target: { kind: 'import', id }, after: stored.counts })
      await addJob(trx, 'import-apply', { id })
      return present(moved)
    })
  })
  bind(contract.undoImport, async (call) => {
    const { id } = call.params
    const { scope } = await readImport(database, database.primary, id, call.person)
    const today = scopeOf(call.person!.grants)
    if (!today.everywhere && !isDeepStrictEqual(scope, today)) {
      throw errors.conflict(
        'grants-changed',
        'Your roles differ from those that the import was written with; an operator of all regions can undo it.',
      )
    }
    return database.primary.transaction(async (trx) => {
      const moved = await moveImport(database, trx, id, ['applied'], 'undoing')
      await audit(trx, call, { act: 'import.undone', target: { kind: 'import', id } })
      await addJob(trx, 'import-undo', { id })
      return present(moved)
    })
  })
  bind(contract.listImportMappings, async () => ({ items: await listMappings(database) }))
  bind(contract.saveImportMapping, async ({ body, person }) => {
    await saveMapping(database, person!.id, body)
    return body
  })
}

function checkMapping({ fields }: contract.Mapping): void {
  const unknown = Object.keys(fields).find((field) => !isField(field))
  const missing = ['nameZh', 'type'].find((field) => !fields[field]?.column && !fields[field]?.constant)
  if (unknown !== undefined)
    throw errors.invalid('mapping-invalid', `The mapping names «${unknown}», which is no field of a place.`)
  if (missing !== undefined)
    throw errors.invalid(
      'mapping-invalid',
      `The mapping does not say where ${missing} comes from; give a column or a constant.`,
    )
}

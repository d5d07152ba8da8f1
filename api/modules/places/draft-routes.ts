import * as contract from '../../contract/drafts.ts'
import type { Core } from '../../core.ts'
import type { WrittenWhere } from '../../db/commit.ts'
import { requireAccess } from '../../http/auth.ts'
import { type Bind, type Call, Reply } from '../../http/handle.ts'
import { idCursor } from '../../http/id-cursor.ts'
import { patternOf, regionScope } from '../../http/region-scope.ts'
import { calendarOf } from './calendar.ts'
import { checkChangesBy } from './check-changes.ts'
import { publishDraftBy, returnDraftBy, submitDraftBy } from './decide-draft.ts'
import { readDrafts } from './draft-queries.ts'
import { mergeFieldsOf } from './draft-rules.ts'
import {
  deciders,
  type PersonalWriting,
  presentDraft,
  readDraftFor,
  saveDraftBy,
  startDraftBy,
  withdrawDraftBy,
} from './drafts.ts'
import { formatOpeningHours } from './format-opening-hours.ts'
import { readPlace } from './record.ts'
import { readRevision } from './revision-queries.ts'
import { hoursFromText } from './write-place.ts'

// biome-ignore lint/suspicious/noExplicitAny: a call of any route carries these
type Caller = Pick<Call<any>, 'person' | 'clientAddress'>

export function draftRoutes({ database, now }: Core, bind: Bind): void {
  const writing = async ({ person, clientAddress }: Caller): Promise<PersonalWriting> => ({
    database,
    calendar: await calendarOf(database),
    now: now(),
    account: person!.account,
    personId: person!.id,
    reason: '',
    requireAt: (target) => requireAccess(person, ['owner', ...deciders], target),
    person: person!,
    clientAddress,
  })
  const versioned = (draft: contract.Draft, where?: WrittenWhere) =>
    new Reply(draft, { etag: String(draft.version), ...where })

  bind(contract.startDraft, async (call) =>
    versioned(await startDraftBy(call.params.id, call.body, await writing(call))),
  )
  bind(contract.listDrafts, async ({ query, person }) => {
    const queue = query.whose === 'queue'
    const rows = await readDrafts(database, database.primary, {
      authorId: queue ? null : person!.id,
      state: queue ? 'submitted' : (query.state ?? null),
      placeId: query.place ?? null,
      region: query.region ? patternOf(query.region) : null,
      regions: queue ? regionScope(person!.grants, deciders) : null,
      afterId: idCursor(query.cursor),
      limit: query.limit + 1,
    })
    const items = rows.slice(0, query.limit).map(({ changes: _, ...summary }) => summary)
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)!.id) : null }
  })
  bind(contract.getDraft, async ({ params, person }) =>
    versioned(await presentDraft(await readDraftFor(params.id, { database, person: person! }), { database })),
  )
  bind(contract.saveDraft, async (call) =>
    versioned(await saveDraftBy(call.params.id, call.ifMatch, call.body, await writing(call))),
  )
  bind(contract.submitDraft, async (call) => {
    const { draft, ...where } = await submitDraftBy(call.params.id, call.ifMatch, await writing(call))
    return versioned(draft, where)
  })
  bind(contract.withdrawDraft, async (call) => versioned(await withdrawDraftBy(call.params.id, await writing(call))))
  bind(contract.publishDraft, async (call) => {
    const { params, ifMatch, body } = call
    const { draft, ...where } = await publishDraftBy(params.id, ifMatch, body.answer, await writing(call))
    return versioned(draft, where)
  })
  bind(contract.returnDraft, async (call) => {
    const { params, ifMatch, body } = call
    return versioned((await returnDraftBy(params.id, ifMatch, body.answer, await writing(call))).draft)
  })
  bind(contract.mergeDraft, async ({ params, person }) => {
    const { placeId, baseVersion, changes } = await readDraftFor(params.id, { database, person: person! })
    const place = await readPlace(database, database.primary, placeId)
    const [base, theirs] = await Promise.all([
      readRevision(database, database.primary, placeId, baseVersion),
      readRevision(database, database.primary, placeId, place.version),
    ])
    const { changedBy, changedAt } = theirs
    const fields = mergeFieldsOf(base.record, place.fields, changes)
    return { baseVersion, placeVersion: place.version, changedBy, changedAt, fields }
  })
  bind(contract.checkChanges, async (call) => checkChangesBy(call.params.id, call.body.changes, await writing(call)))
  bind(contract.readOpeningHours, async ({ body }) => {
    const hours = body.text !== undefined ? hoursFromText(body.text) : (body.hours ?? null)
    return { text: hours ? formatOpeningHours(hours) : null, hours }
  })
}

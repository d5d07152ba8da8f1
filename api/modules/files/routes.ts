import * as contract from '../../contract/files.ts'
import * as lists from '../../contract/lists.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { listFile } from '../../files/list-file.ts'
import type { Person } from '../../http/auth.ts'
import { type Bind, Reply, replyOf } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { changeFile } from './change-file.ts'
import { deleteFile, restoreFile } from './delete-file.ts'
import { documentsBy } from './documents.ts'
import { isKeeper, maySee, presentFile } from './present-file.ts'
import { type FileRow, isPublicPicture, placeRegion, readFile, readFiles, readUsage, writeOrder } from './queries.ts'
import { readContent } from './rendition-queries.ts'
import { endingOf } from './rules.ts'
import { sendContent } from './send-content.ts'
import type { Signer } from './signed-address.ts'

const documentColumns = [
  ...['id', 'kind', 'name', 'placeId', 'placeNameZh', 'placeNameEn', 'regionCode'],
  ...['issuedOn', 'expiresOn', 'daysLeft', 'issuer', 'result'],
]
const forEver = 'public, max-age=31536000, immutable'

export function fileRoutes(core: Core, bind: Bind, signer: () => Promise<Signer>): void {
  const { primary } = core.database
  const allowExport = rateLimit({ most: 30, perSeconds: 60 })

  bind(contract.listFiles, async ({ params, query, person }) => {
    const place = await placeRegion(primary, params.id)
    if (!place) throw errors.notFound('place-not-found', `There is no place ${params.id}.`)
    const mayChange = isKeeper(person, { placeId: params.id, regionCode: place.regionCode, kind: 'photo' })
    const deleted = query.deleted === 'true'
    if (deleted && !mayChange)
      throw errors.forbidden('role-missing', 'Only those who keep the place see what was deleted.')
    const rows = await readFiles(primary, {
      placeId: params.id,
      kind: query.kind ?? null,
      withPrivate: mayChange,
      deleted,
    })
    const signing = await signer()
    const usage = mayChange ? await readUsage(primary, params.id) : null
    return { items: rows.map((row) => presentFile(row, person, signing)), mayChange, usage }
  })

  bind(lists.listDocuments, ({ query, person }) =>
    documentsBy(core.database, { ...query, person: person!, now: core.now() }),
  )
  bind(lists.exportDocuments, async ({ query: { format, ...query }, person, clientAddress }) => {
    allowExport(clientAddress)
    const read = async (cursor: string | undefined) => {
      const asked = { ...query, limit: 500, person: person!, now: core.now() }
      const { items, nextCursor } = await documentsBy(core.database, { ...asked, ...(cursor ? { cursor } : {}) })
      return { items, next: nextCursor }
    }
    return replyOf(
      await listFile('documents', format, documentColumns, read, (item) => ({
        ...item,
        id: Number(item.id),
        placeId: Number(item.placeId),
      })),
    )
  })

  bind(contract.getFile, async ({ params, person }) => {
    const file = await seenFile(params.id, person)
    return new Reply(presentFile(file, person, await signer()), { etag: String(file.version) })
  })

  bind(contract.changeFile, async (call) => {
    const file = await seenFile(call.params.id, call.person)
    await changeFile(core, file, call)
    const changed = (await readFile(primary, file.id))!
    return new Reply(presentFile(changed, call.person, await signer()), { etag: String(changed.version) })
  })

  bind(contract.deleteFile, async (call) => {
    const file = await deleteFile(core, await seenFile(call.params.id, call.person), call)
    return presentFile(file, call.person, await signer())
  })

  bind(contract.restoreFile, async (call) => {
    const file = await restoreFile(core, await seenFile(call.params.id, call.person), call)
    return presentFile(file, call.person, await signer())
  })

  bind(contract.orderPhotos, async ({ params, body }) => {
    await primary.transaction(async (trx) => {
      const ordered = await writeOrder(trx, params.id, body.ids)
      if (ordered === body.ids.length) return
      throw errors.conflict(
        'photo-order-incomplete',
        'The photos have changed meanwhile; load them again and order them anew.',
      )
    })
    return null
  })

  bind(contract.fileContent, async ({ params, query }) => {
    ;(await signer()).check(params.id, 'content', query)
    const { sha256, bytes, mediaType, name } = await fileToSend(params.id)
    const downloadName = query.download ? name : undefined
    return sending({ sha256, bytes, mediaType, downloadName, cacheControl: 'private, max-age=900' })
  })

  bind(contract.picture, async ({ params }) => {
    const sha256 = params.name.slice(0, 64)
    if (!(await isPublicPicture(primary, sha256))) throw pictureMissing()
    return sending({ ...(await pictureContent(sha256, params.name)), cacheControl: forEver })
  })

  bind(contract.privatePicture, async ({ params, query }) => {
    const sha256 = params.name.slice(0, 64)
    ;(await signer()).check(params.id, sha256, query)
    return sending({ ...(await pictureContent(sha256, params.name)), cacheControl: 'private, max-age=900' })
  })

  const sending = (what: Parameters<typeof sendContent>[1]) =>
    new Reply(null, { send: (request, response) => sendContent(core.files, what, request, response) })

  async function pictureContent(sha256: string, name: string) {
    const content = await readContent(primary, sha256)
    if (!content || !name.endsWith(`.${endingOf(content.mediaType)}`)) throw pictureMissing()
    return content
  }

  async function fileToSend(id: number): Promise<FileRow> {
    const file = await readFile(primary, id)
    if (!file) throw missing(id)
    return file
  }

  async function seenFile(id: number, person: Person | null): Promise<FileRow> {
    const file = await readFile(primary, id)
    if (!file || !maySee(person, file)) throw missing(id)
    return file
  }
}

const missing = (id: number) => errors.notFound('file-not-found', `There is no file ${id} that you may see.`)
const pictureMissing = () => errors.notFound('file-not-found', 'There is no such picture.')

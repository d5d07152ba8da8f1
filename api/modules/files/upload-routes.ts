import { type FileKind, kindRules, mostBytesAtOnce, partBytes } from '../../contract/file-kinds.ts'
import * as contract from '../../contract/files.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { tooLarge } from '../../files/receive.ts'
import { type Person, requireAccess } from '../../http/auth.ts'
import { type Bind, type Call, Reply } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { addFile, checkGiven, keepReceived } from './add-file.ts'
import { photoToken } from './attach.ts'
import { keepers, presentFile } from './present-file.ts'
import { placeRegion, readFile } from './queries.ts'
import type { ResumableUploads } from './resumable-uploads.ts'
import type { Signer } from './signed-address.ts'

type Upload = Pick<Call<typeof contract.uploadFile>, 'incoming' | 'header'>

/** Ways in: one request, resumable parts, proofs of a claim, photos for a report. */
export function uploadRoutes(
  core: Core,
  bind: Bind,
  parts: { signer: () => Promise<Signer>; uploads: ResumableUploads },
) {
  const { signer, uploads } = parts
  const { primary } = core.database
  const proofs = rateLimit({ most: 40, perSeconds: 24 * 3600 })
  const reportPhotos = rateLimit({ most: 12, perSeconds: 3600 })

  const recordOf = async (id: number, person: Person | null) =>
    presentFile((await readFile(primary, id))!, person, await signer())
  const streamOf = ({ incoming, header }: Upload) => ({
    body: incoming,
    announcedBytes: header('content-length') === undefined ? null : Number(header('content-length')),
    mostBytes: mostBytesAtOnce,
  })

  bind(contract.uploadFile, async ({ params, query, person, ...call }) => {
    refuseOtherWays(query.kind)
    const given = { ...query, placeId: params.id, uploadedBy: person!.id }
    return recordOf(await addFile(core, { ...given, ...streamOf(call) }), person)
  })

  bind(contract.uploadClaimProof, async ({ params, query, person, ...call }) => {
    proofs(person!.id)
    await regionOf(params.id)
    const given = { kind: 'claim-proof' as const, name: query.name, placeId: params.id, uploadedBy: person!.id }
    return recordOf(await addFile(core, { ...given, ...streamOf(call) }), person)
  })

  bind(contract.uploadReportPhoto, async ({ params, query, person, clientAddress, ...call }) => {
    reportPhotos(person?.id ?? clientAddress)
    await regionOf(params.id)
    const given = {
      kind: 'report-photo' as const,
      name: query.name,
      placeId: params.id,
      uploadedBy: person?.id ?? null,
    }
    const id = await addFile(core, { ...given, ...streamOf(call) })
    const { bytes } = (await readFile(primary, id))!
    return { id, token: photoToken(await signer(), id), bytes }
  })

  bind(contract.beginUpload, async ({ body, person }) => {
    refuseOtherWays(body.kind)
    requireAccess(person, keepers, { placeId: body.placeId, regionCode: await regionOf(body.placeId) })
    const { bytes, ...given } = { ...body, uploadedBy: person.id }
    await checkGiven(core, given)
    if (bytes > kindRules[body.kind].mostBytes) throw tooLarge(kindRules[body.kind].mostBytes)
    if (bytes === 0) throw errors.invalid('file-empty', 'The file is empty; nothing was stored.')
    const id = await uploads.begin(given, bytes)
    return { id, url: `/api/uploads/${id}`, partBytes }
  })

  /** The protocol's own requests: only who began an upload may go on with it. */
  const passOn = async ({ params, person }: { params: { id: string }; person: Person | null }) => {
    await uploads.find(params.id, person!.id)
    return new Reply(null, { send: (request, response) => uploads.answer(request, response) })
  }
  bind(contract.uploadState, passOn)
  bind(contract.uploadPart, passOn)
  bind(contract.abandonUpload, passOn)

  bind(contract.finishUpload, async ({ params, person }) => {
    const upload = await uploads.find(params.id, person!.id)
    const { placeId } = upload.given
    // The grant may have been taken since the beginning.
    requireAccess(person, keepers, { placeId, regionCode: await regionOf(placeId) })
    const received = await uploads.take(params.id, upload)
    try {
      return await recordOf(await keepReceived(core, upload.given, received), person)
    } finally {
      await uploads.forget(params.id)
    }
  })

  async function regionOf(placeId: number): Promise<string | null> {
    const place = await placeRegion(primary, placeId)
    if (!place) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
    return place.regionCode
  }
}

/** Proofs and photos of reports come by their own addresses, with their own rights and limits. */
function refuseOtherWays(kind: FileKind): void {
  if (kind !== 'claim-proof' && kind !== 'report-photo') return
  throw errors.wrongMediaType(
    'file-kind-unfit',
    `A ${kind} goes to /api/places/:id/${kind === 'claim-proof' ? 'claim-proofs' : 'report-photos'}.`,
  )
}

import type { FileRecord } from '../../contract/files.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Person } from '../../http/auth.ts'
import { attachPhotos, attachProofs, holdContent, publishPhotos } from './attach-queries.ts'
import { maySee, presentFile } from './present-file.ts'
import { type AttachedTo, insertContent, readAttached } from './queries.ts'
import type { Signer } from './signed-address.ts'

/** What other modules say and ask about files, so that reports have photos and claims have proofs. */
declare module '../../bus/bus.ts' {
  interface Notices {
    /** A report was made with photos: the tokens that `POST /api/places/:id/report-photos` gave (1 to 3). */
    'report.photos-given': { reportId: number; placeId: number; tokens: readonly string[] }
    /** A report was accepted: its photos may be seen by everybody. */
    'report.photos-accepted': { reportId: number }
    /** Another part keeps content that it has put into the file store. */
    'content.kept': { holder: string; sha256: string; bytes: number; mediaType: string }
    /** A claim was made with the files that `POST /api/places/:id/claim-proofs` gave to the same person. */
    'claim.proofs-given': { claimId: number; placeId: number; fileIds: readonly number[]; personId: string }
  }
  interface Questions {
    /** Files of a report or a claim, those of these ids, or a place’s inspection reports: not deleted, as the person may see them. */
    'attached-files': {
      question: { to: AttachedTo; person: Person | null }
      answer: FileRecord[]
    }
  }
}

/** `id.mac`: proves that its bearer uploaded the photo. */
export const photoToken = (signer: Signer, fileId: number): string =>
  `${fileId}.${signer.token(`report-photo ${fileId}`)}`

export function listenForAttachments({ bus, database }: Core, signer: () => Promise<Signer>): void {
  bus.on('report.photos-given', async (trx, { reportId, placeId, tokens }) => {
    const { token } = await signer()
    const ids = tokens.map((given) => {
      const id = Number(given.split('.')[0])
      if (Number.isSafeInteger(id) && given === `${id}.${token(`report-photo ${id}`)}`) return id
      throw errors.invalid('photo-token-wrong', 'A photo’s token is not one that its upload gave.')
    })
    await mustBe(ids.length, attachPhotos(trx, { reportId, placeId, ids }))
  })
  bus.on('report.photos-accepted', (trx, { reportId }) => publishPhotos(trx, reportId))
  bus.on('claim.proofs-given', async (trx, { claimId, placeId, fileIds, personId }) => {
    await mustBe(fileIds.length, attachProofs(trx, { claimId, placeId, ids: fileIds, personId }))
  })
  bus.on('content.kept', async (trx, { holder, sha256, bytes, mediaType }) => {
    await insertContent(trx, { sha256, bytes, mediaType, width: null, height: null })
    await holdContent(trx, holder, sha256)
  })
  bus.answer('attached-files', async ({ to, person }) => {
    const [rows, signing] = [await readAttached(database.primary, to), await signer()]
    return rows.filter((row) => maySee(person, row)).map((row) => presentFile(row, person, signing))
  })
}

async function mustBe(wanted: number, attached: Promise<number>): Promise<void> {
  if ((await attached) !== wanted) {
    throw errors.invalid(
      'attachment-unknown',
      'A file is not there, is of another place, or is already used. Upload it again.',
    )
  }
}

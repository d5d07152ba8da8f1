import { mayAct } from '../../contract/access.ts'
import type { FileRecord } from '../../contract/files.ts'
import type { Person } from '../../http/auth.ts'
import type { FileRow } from './queries.ts'
import { isRaster } from './rules.ts'
import type { Signer } from './signed-address.ts'

export const keepers = ['owner', 'operator', 'administrator'] as const

/** Whether the person keeps the place of the file. Proofs are judged by operators, not shown to other owners. */
export function isKeeper(person: Person | null, file: Pick<FileRow, 'placeId' | 'regionCode' | 'kind'>): boolean {
  const wanted = file.kind === 'claim-proof' ? (['operator', 'administrator'] as const) : keepers
  return person !== null && mayAct(person.grants, wanted, { placeId: file.placeId, regionCode: file.regionCode })
}

/** Whether the person may see it at all: public, kept, or uploaded by them. */
export const maySee = (person: Person | null, file: FileRow): boolean =>
  (file.visibility === 'public' && file.deletedAt === null) ||
  isKeeper(person, file) ||
  (person !== null && file.uploadedById === person.id)

const endings: Record<string, string> = { 'image/avif': 'avif', 'image/webp': 'webp', 'image/jpeg': 'jpg' }

/**
 * A file as its reader gets it, with addresses that serve without a session. The original of a picture still says where and with what it was
 * taken, so only keepers and the uploader get that one.
 */
export function presentFile(file: FileRow, person: Person | null, signer: Signer): FileRecord {
  const { sha256, uploadedById, regionCode, claimId, reportId, renditions, fault, ...record } = file
  const inside = isKeeper(person, file) || (person !== null && uploadedById === person.id)
  const isOpen = file.visibility === 'public' && file.deletedAt === null
  return {
    ...record,
    uploadedBy: inside ? record.uploadedBy : null,
    pictures: renditions.map(({ sha256: picture, type, width, height }) => {
      const name = `${picture}.${endings[type]}`
      const url = isOpen
        ? `/api/pictures/${name}`
        : `/api/files/${file.id}/pictures/${name}?${signer.sign(file.id, picture)}`
      return { type, width, height, url }
    }),
    picturesFault: fault,
    url:
      inside || !isRaster(file.mediaType) ? `/api/files/${file.id}/content?${signer.sign(file.id, 'content')}` : null,
  }
}

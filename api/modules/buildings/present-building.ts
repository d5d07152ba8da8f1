import { type BuildingSpace, type BuildingVersion, refusalReasons } from '../../contract/buildings.ts'
import type { FileRecord } from '../../contract/files.ts'
import type { ModelRow } from './model-queries.ts'
import type { SpaceRow } from './space-queries.ts'

/** A version as pages get it; addresses of what it was made into never change. */
export function presentVersion(row: ModelRow): BuildingVersion {
  const { id: _id, placeId, sourceSha256: _sha256, proposal: _proposal, isDemo: _isDemo, artifacts, ...version } = row
  return {
    ...version,
    reason: refusalReasons.find((reason) => reason === row.reason) ?? null,
    artifacts: artifacts.map(({ name, bytes }) => ({
      name,
      bytes,
      url: `/api/places/${placeId}/building/versions/${row.version}/${name}`,
    })),
  }
}

/** A space with those of its photos that the reader may see. */
export function presentSpace(row: SpaceRow, photos: ReadonlyMap<number, FileRecord>): BuildingSpace {
  const { pins, ...space } = row
  return {
    ...space,
    title: row.nameZh ?? row.longName ?? row.name,
    photos: pins.flatMap(({ fileId, pin }) => {
      const photo = photos.get(fileId)
      return photo ? [{ ...photo, pin }] : []
    }),
  }
}

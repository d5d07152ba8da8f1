import { hashNumbers } from './hash-numbers.ts'
import type { ReadGeometry } from './read-geometry.ts'

/** Per feature id a word that changes when its triangles do, or where they are by a millimetre; null without geometry. */
export function shapeFingerprints({ geometries, parts }: ReadGeometry, features: number): (string | null)[] {
  const hashes = new Array<number | null>(features).fill(null)
  for (const { featureId, geometry, matrix } of parts) {
    const own = hashNumbers(matrix, 1000, geometries.get(geometry)!.hash)
    // Whatever the order of the parts.
    hashes[featureId] = ((hashes[featureId] ?? 0) + own) >>> 0
  }
  return hashes.map((hash) => (hash === null ? null : hash.toString(36)))
}

import { readFileSync } from 'node:fs'
import { area, featureCollection, intersect } from '@turf/turf'
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import type { Boundaries } from './clean-boundaries.ts'

export interface Comparison {
  medianIou: number
  /** All counties, least alike first. */
  counties: readonly { code: string; iou: number }[]
  /** Counties that only one of the layers has. */
  unmatched: readonly string[]
}

/** Compares the layer county by county with an independent one (GeoJSON with `adcode`) by intersection over union of areas. */
export function compareBoundaries(ours: Boundaries, referenceFile: string): Comparison {
  const reference = JSON.parse(readFileSync(referenceFile, 'utf8')) as FeatureCollection<
    Polygon | MultiPolygon,
    { adcode: string }
  >
  const theirs = new Map(reference.features.map((feature) => [String(feature.properties.adcode), feature]))
  const codes = new Set(ours.features.map((feature) => feature.properties.code))
  const counties = ours.features
    .flatMap((feature) => {
      const other = theirs.get(feature.properties.code)
      return other ? [{ code: feature.properties.code, iou: intersectionOverUnion(feature, other) }] : []
    })
    .sort((a, b) => a.iou - b.iou)
  const unmatched = [
    ...[...codes].filter((code) => !theirs.has(code)),
    ...[...theirs.keys()].filter((code) => !codes.has(code)),
  ]
  return { medianIou: counties[counties.length >> 1]?.iou ?? 0, counties, unmatched }
}

type Area = Feature<Polygon | MultiPolygon>

function intersectionOverUnion(a: Area, b: Area): number {
  const common = intersect(featureCollection<Polygon | MultiPolygon>([a, b]))
  const commonArea = common ? area(common) : 0
  return commonArea / (area(a) + area(b) - commonArea)
}

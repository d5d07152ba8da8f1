import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'

export type Boundaries = FeatureCollection<Polygon | MultiPolygon, { code: string }>

/**
 * Makes one coverage of polygons drawn county by county: neighbours snapped within 0.0006° (about 60 m), slivers between
 * them given to one side, 12 % of the vertices kept on lines that neighbours share, so that no gap or overlap opens.
 * Splinters below 0.1 km² that simplifying cuts off go to the county around them; the real exclaves are all larger.
 */
export function cleanBoundaries(boundaries: Boundaries, mapshaperProgram: string, workFolder: string): Boundaries {
  const input = join(workFolder, 'source.geojson')
  const output = join(workFolder, 'counties.geojson')
  writeFileSync(input, JSON.stringify(boundaries))
  const steps = [
    [input, 'snap-interval=0.0006'],
    ['-clean', 'gap-fill-area=5km2'],
    ['-dissolve', 'code'],
    ['-simplify', '12%', 'keep-shapes'],
    ['-clean'],
    ['-explode'],
    ['-filter', 'this.area > 100000'],
    ['-clean', 'gap-fill-area=0.2km2'],
    ['-dissolve', 'code'],
    ['-sort', 'code'],
    ['-o', output, 'precision=0.00001', 'force'],
  ]
  execFileSync(process.execPath, [mapshaperProgram, ...steps.flat()], { stdio: 'inherit' })
  return JSON.parse(readFileSync(output, 'utf8')) as Boundaries
}

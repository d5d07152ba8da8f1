import type { Feature, Geometry } from 'geojson'
import { decodeText } from './decode-text.ts'
import { type FileRow, FileUnreadable, type OpenedFile } from './file-rows.ts'

/** A GeoJSON collection, feature or geometry; properties become columns, lists and objects JSON text. */
export function openGeojson(bytes: Buffer): OpenedFile {
  const features = featuresOf(parse(decodeText(bytes).text))
  const columns = [
    ...new Set(
      features
        .slice(0, 1_000)
        .flatMap(({ properties, id }) => [...(id === undefined ? [] : ['id']), ...Object.keys(properties ?? {})]),
    ),
  ]
  return {
    format: 'geojson',
    encoding: 'UTF-8',
    delimiter: null,
    sheets: [],
    sheet: null,
    columns,
    hasGeometry: true,
    *rows(): Iterable<FileRow> {
      for (const [index, { id, properties, geometry }] of features.entries()) {
        const cells = { ...(id === undefined ? {} : { id: String(id) }), ...textsOf(properties ?? {}) }
        yield { number: index + 1, cells, geometry }
      }
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new FileUnreadable(`The file is not valid JSON: ${(error as Error).message}.`)
  }
}

function featuresOf(json: unknown): Feature[] {
  const { type, features, geometry, coordinates } = (json ?? {}) as {
    type?: string
    features?: Feature[]
    geometry?: unknown
    coordinates?: unknown
  }
  if (type === 'FeatureCollection' && Array.isArray(features))
    return features.filter((feature) => feature?.type === 'Feature')
  if (type === 'Feature' && geometry !== undefined) return [json as Feature]
  if (coordinates) return [{ type: 'Feature', properties: {}, geometry: json as Geometry }]
  throw new FileUnreadable('The file is JSON, but neither a FeatureCollection, a Feature nor a geometry.')
}

const textsOf = (properties: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )

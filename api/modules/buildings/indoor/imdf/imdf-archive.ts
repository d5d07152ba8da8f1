import type { Geometry } from 'geojson'
import { ZipFile } from 'yazl'
import { unzip } from '../../../../spatial/formats/open-zip.ts'

/** Indoor Mapping Data Format 1.0 (OGC 20-094): a zip of a manifest and a GeoJSON file a kind of feature. */

/** Kinds of features that we write and judge, each in `<kind>.geojson`. */
export const imdfKinds = [
  'address',
  'venue',
  'building',
  'footprint',
  'level',
  'unit',
  'opening',
  'amenity',
  'anchor',
  'occupant',
  'relationship',
] as const
export type ImdfKind = (typeof imdfKinds)[number]

export interface ImdfFeature {
  id: string
  type: 'Feature'
  feature_type: string
  geometry: Geometry | null
  properties: Record<string, unknown>
}

export interface ImdfManifest {
  version: string
  created: string
  generated_by: string | null
  language: string
  extensions: string[] | null
}

export interface ImdfArchive {
  manifest: ImdfManifest | null
  features: Readonly<Record<ImdfKind, readonly ImdfFeature[]>>
}

export type ImdfLabel = Record<string, string>

/** The same archive gives the same bytes. */
export async function packImdf({ manifest, features }: ImdfArchive): Promise<Buffer> {
  const zip = new ZipFile()
  const mtime = new Date('2000-01-01T00:00:00Z')
  const add = (name: string, value: unknown) => zip.addBuffer(Buffer.from(JSON.stringify(value)), name, { mtime })
  add('manifest.json', manifest)
  for (const kind of imdfKinds)
    add(`${kind}.geojson`, { type: 'FeatureCollection', name: kind, features: features[kind] })
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** @throws FileUnreadable for what is no archive, SyntaxError for what is no JSON. */
export async function unpackImdf(bytes: Buffer): Promise<ImdfArchive> {
  const files = await unzip(bytes, (name) => /(^|\/)(manifest\.json|[a-z]+\.geojson)$/.test(name))
  const byName = new Map([...files].map(([name, content]) => [name.split('/').at(-1)!, content]))
  const parsed = (name: string) => {
    const content = byName.get(name)
    return content ? JSON.parse(content.toString('utf8')) : null
  }
  const features = Object.fromEntries(
    imdfKinds.map((kind) => {
      const list = parsed(`${kind}.geojson`)?.features
      return [kind, Array.isArray(list) ? list : []]
    }),
  ) as unknown as ImdfArchive['features']
  return { manifest: parsed('manifest.json'), features }
}

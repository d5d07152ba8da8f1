/** Kinds of files with their limits: the server refuses by them, and the pages say them before anything is sent. */

export const mediaTypes = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/tiff': ['tif', 'tiff'],
  'application/pdf': ['pdf'],
  'image/vnd.dxf': ['dxf'],
  'image/vnd.dwg': ['dwg'],
  'application/zip': ['zip', 'ifczip'],
  'application/x-step': ['ifc'],
  'application/geo+json': ['geojson', 'json'],
} as const
export type MediaType = keyof typeof mediaTypes

export const fileKinds = [
  'photo',
  'drawing',
  'report',
  'certificate',
  'claim-proof',
  'report-photo',
  'indoor-map',
  'building-model',
] as const
export type FileKind = (typeof fileKinds)[number]

interface KindRule {
  mostBytes: number
  /** Files of this kind that one place (a report: one report) may have. */
  most: number
  types: readonly MediaType[]
  visibility: 'public' | 'private'
  /** Whether the uploader may choose the other visibility. */
  choice: boolean
  /** Carries issue and expiry date, issuer and result. */
  dated: boolean
}

const pictures = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
const megabyte = 1_000_000

export const kindRules: Readonly<Record<FileKind, KindRule>> = {
  photo: { mostBytes: 40 * megabyte, most: 200, types: pictures, visibility: 'public', choice: false, dated: false },
  drawing: {
    mostBytes: 300 * megabyte,
    most: 200,
    types: ['application/pdf', 'image/vnd.dxf', 'image/vnd.dwg', 'image/jpeg', 'image/png', 'image/tiff'],
    visibility: 'private',
    choice: true,
    dated: false,
  },
  report: {
    mostBytes: 100 * megabyte,
    most: 500,
    types: ['application/pdf'],
    visibility: 'public',
    choice: true,
    dated: true,
  },
  certificate: {
    mostBytes: 50 * megabyte,
    most: 100,
    types: ['application/pdf', ...pictures],
    visibility: 'public',
    choice: true,
    dated: true,
  },
  'claim-proof': {
    mostBytes: 20 * megabyte,
    most: 40,
    types: ['application/pdf', ...pictures],
    visibility: 'private',
    choice: false,
    dated: false,
  },
  'report-photo': {
    mostBytes: 12 * megabyte,
    most: 3,
    types: pictures,
    visibility: 'private',
    choice: false,
    dated: false,
  },
  'indoor-map': {
    mostBytes: 200 * megabyte,
    most: 50,
    types: ['application/zip', 'application/geo+json', 'application/pdf', 'image/png', 'image/jpeg'],
    visibility: 'private',
    choice: true,
    dated: false,
  },
  'building-model': {
    mostBytes: 1_000 * megabyte,
    most: 20,
    types: ['application/x-step', 'application/zip'],
    visibility: 'private',
    choice: true,
    dated: false,
  },
}

/** What goes in one request; anything larger in resumable parts. */
export const mostBytesAtOnce = 20 * megabyte
export const partBytes = 4 * megabyte

/** Media types that a file name's ending may stand for. */
export function typesOfName(name: string): MediaType[] {
  const ending = /\.([a-z0-9]{2,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.entries(mediaTypes).flatMap(([type, endings]) =>
    (endings as readonly string[]).includes(ending) ? [type as MediaType] : [],
  )
}

export const endingsOf = (kind: FileKind): string[] => kindRules[kind].types.flatMap((type) => [...mediaTypes[type]])

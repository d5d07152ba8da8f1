import {
  endingsOf,
  type FileKind,
  kindRules,
  type MediaType,
  mediaTypes,
  typesOfName,
} from '../../contract/file-kinds.ts'
import { errors } from '../../errors.ts'

/** The last part of whatever path was given, without control characters and the signs that paths and headers are made of. */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cf}"*:<>?|]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '')
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? ''
  const stem = clean.slice(0, clean.length - ending.length)
  return [...stem].slice(0, 120).join('') + ending
}

/**
 * The media types that a file of this kind may be by its name.
 * @throws 422 file-name-unfit, 415 file-kind-unfit.
 */
export function wantedTypes(kind: FileKind, name: string): MediaType[] {
  if (!/^.+\..+$/.test(name)) {
    throw errors.invalid('file-name-unfit', `The name «${name.slice(0, 60)}» has no ending that says what the file is.`)
  }
  const fitting = typesOfName(name).filter((type) => kindRules[kind].types.includes(type))
  if (fitting.length === 0) {
    throw errors.wrongMediaType(
      'file-kind-unfit',
      `«${name.slice(-40)}» is not of a type that a ${kind} may be; it takes ${[...new Set(endingsOf(kind))].join(', ')}.`,
    )
  }
  return fitting
}

/** @throws 422 visibility-fixed */
export function visibilityFor(kind: FileKind, wanted: 'public' | 'private' | undefined): 'public' | 'private' {
  const { visibility, choice } = kindRules[kind]
  if (wanted === undefined || wanted === visibility) return visibility
  if (!choice) throw errors.invalid('visibility-fixed', `A ${kind} is always ${visibility}.`)
  return wanted
}

const rasters: readonly MediaType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/tiff']

/** Whether a picture can be decoded from it as it is. */
export const isRaster = (mediaType: string): boolean => rasters.includes(mediaType as MediaType)

/** Whether pictures are made of it: photos, and first pages of documents. */
export const hasPictures = (mediaType: string): boolean => isRaster(mediaType) || mediaType === 'application/pdf'

export const endingOf = (mediaType: string): string => mediaTypes[mediaType as MediaType]?.[0] ?? 'bin'

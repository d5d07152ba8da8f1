/** What package-lock.json must hold so that everybody installs the same, from their own registry, under licences that fit. */

export interface Lockfile {
  lockfileVersion: number
  packages: Record<string, LockedPackage>
}

interface LockedPackage {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  link?: boolean
}

const free = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'EDL-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
])

/** Packages whose licence field does not pass by itself, each with the reason why it is here all the same. */
const excused: readonly [name: RegExp, reason: string][] = [
  [
    /^@img\/sharp-/,
    'libvips is LGPL-3.0-or-later: sharp loads it as a shared library of its own, unchanged and replaceable',
  ],
  [/^@fontsource\//, 'fonts are under the SIL Open Font License, which is made for shipping them with a program'],
  [/^arc$/, 'has no licence field; its LICENSE file is BSD-style'],
  [
    /^@mapbox\/jsonlint-lines-primitives$/,
    'has no licence field; a fork of jsonlint, which is MIT, for messages of maplibre-gl; in tests only',
  ],
  [/^combine-errors$/, 'says MIT in its Readme.md'],
  [/^esprima$/, 'names its BSD licence in the older field `licenses`'],
  [/^png-js$/, 'has no licence field; its LICENSE file is MIT'],
  [/^uritemplate$/, 'names its MIT licence in the older field `licenses`'],
  [/^splaytree-ts$/, 'writes BSD-3-Clause as BDS-3-Clause'],
]

/** Faults in words; none when all is well. */
export function lockfileFaults({ lockfileVersion, packages }: Lockfile): string[] {
  const entries = Object.entries(packages).filter(([path]) => path !== '')
  const faults = lockfileVersion === 3 ? [] : [`lockfileVersion is ${lockfileVersion}, expected 3`]
  if (entries.length === 0) faults.push('it locks no package at all')
  for (const [path, { resolved, integrity, license, version, link }] of entries) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    if (resolved) faults.push(`${path} names where it was fetched from; npm leaves it out with the project's .npmrc`)
    if (!version || link) faults.push(`${path} has no version`)
    if (!integrity) faults.push(`${path} has no integrity`)
    if (!isFree(license ?? '') && !excused.some(([pattern]) => pattern.test(name)))
      faults.push(`${path} is under «${license ?? 'no licence'}»; ${[...free].join(', ')} are taken`)
  }
  return faults
}

/** An SPDX expression: all of what is joined by AND, one of what is joined by OR. */
function isFree(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, '')
  if (bare.includes(' AND ')) return bare.split(' AND ').every(isFree)
  return bare.split(' OR ').some((licence) => free.has(licence))
}

import { Refusal } from './refusal.ts'

export const mostModelBytes = 300_000_000
const headBytes = 64 * 1024

/**
 * What can be told of a file before it is opened. The trailer matters most: web-ifc opens a cut-off file without a word and gives
 * that part of the building which came through.
 * @throws Refusal
 */
export function checkFile(bytes: Uint8Array): void {
  const head = latin1(bytes.subarray(0, headBytes))
  if (!/^(?:\xef\xbb\xbf)?\s*ISO-10303-21\s*;/.test(head)) {
    throw new Refusal('not-ifc', 'The file does not begin as an IFC file does (ISO-10303-21).')
  }
  if (bytes.length > mostModelBytes) throw tooLarge(bytes.length)
  const schema = /FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'/i.exec(head)?.[1]
  if (schema === undefined) throw new Refusal('not-ifc', 'The header names no schema (FILE_SCHEMA).')
  if (!/^IFC/i.test(schema)) throw new Refusal('not-ifc', `The schema is ${schema}, not IFC.`)
  if (!/^IFC(?:2X3|4|4X3)(?:_|$)/i.test(schema)) {
    throw new Refusal('schema-unknown', `The schema is ${schema}; IFC2X3, IFC4 and IFC4X3 can be read.`)
  }
  // What follows the trailer is nothing but space.
  if (!/END-ISO-10303-21\s*;\s*$/.test(latin1(bytes.subarray(-1024)))) {
    throw new Refusal('incomplete', 'The end of the file (END-ISO-10303-21;) is missing: it was cut off on its way.')
  }
}

const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

export const tooLarge = (bytes: number): Refusal =>
  new Refusal('too-large', `The file has ${Math.ceil(bytes / 1e6)} MB; ${mostModelBytes / 1e6} MB can be read.`)

import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { mostModelBytes, tooLarge } from './check-file.ts'
import { Refusal } from './refusal.ts'

/** A model in an archive has a few files beside it; more is something else. */
const mostEntries = 1_000
/** IFC is text that packs ten to twenty times. */
const mostRatio = 200

const openZip = promisify(
  fromBuffer as (buffer: Buffer, options: object, done: (error: Error | null, zip: ZipFile) => void) => void,
)

/**
 * The bytes of an IFC file: as it stands, or the one that an .ifczip holds. An archive is read in the process of the conversion and in
 * memory alone, so that no name in it ever reaches a disk, and what it says of its sizes is not believed.
 * @throws Refusal
 */
export async function openModelFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path)
  if (bytes.readUInt32BE(0) !== 0x504b0304 && bytes.readUInt32BE(0) !== 0x504b0506) return new Uint8Array(bytes)
  try {
    const zip = await openZip(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
    return await unpack(zip, modelAmong(await entriesOf(zip)))
  } catch (error) {
    throw error instanceof Refusal
      ? error
      : new Refusal('damaged', `The archive is damaged: ${(error as Error).message}.`)
  }
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > mostEntries) throw new Refusal('not-ifc', `The archive holds ${zip.entryCount} files.`)
  const entries: Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

/** The one file that ends in .ifc, else the only file there is: its content is judged as any other's. */
function modelAmong(entries: readonly Entry[]): Entry {
  const files = entries.filter(({ fileName }) => !/\/$|(^|\/)(\.|__MACOSX\/)/.test(fileName))
  const models = files.filter(({ fileName }) => /\.ifc$/i.test(fileName))
  if (models.length > 1) throw new Refusal('several-models', `The archive holds ${models.length} IFC files.`)
  const model = models[0] ?? (files.length === 1 ? files[0] : undefined)
  if (!model) throw new Refusal('not-ifc', 'The archive holds no IFC file.')
  return model
}

function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const most = Math.min(mostModelBytes, Math.max(1_000_000, entry.compressedSize * mostRatio))
  if (entry.uncompressedSize > most) throw tooLarge(entry.uncompressedSize)
  const bytes = new Uint8Array(entry.uncompressedSize)
  let at = 0
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error)
      stream.on('error', reject)
      stream.on('end', () => resolve(bytes))
      stream.on('data', (part: Buffer) => {
        // The reader stops a stream that is longer than its entry says; this is for the array.
        if (at + part.length > bytes.length) return reject(tooLarge(at + part.length))
        bytes.set(part, at)
        at += part.length
      })
    })
  })
}

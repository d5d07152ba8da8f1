import { promisify } from 'node:util'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { FileUnreadable } from './file-rows.ts'

const mostEntries = 1_000
const mostUnpackedBytes = 256 * 1024 * 1024
const mostRatio = 200
const openBuffer = promisify(
  fromBuffer as (buffer: Buffer, options: object, done: (error: Error | null, zip: ZipFile) => void) => void,
)

/**
 * The files of an archive whose names are wanted, unpacked in memory. @throws FileUnreadable for what is no archive, for bombs (too many
 * entries, too much when unpacked, packed more than 200 times) and for encrypted ones; names with .. never reach a disk.
 */
export async function unzip(bytes: Buffer, wanted: (name: string) => boolean): Promise<Map<string, Buffer>> {
  const zip = await openBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, decodeStrings: true }).catch(
    (error: Error) => {
      throw new FileUnreadable(`The archive cannot be opened: ${error.message}.`)
    },
  )
  const files = new Map<string, Buffer>()
  if (zip.entryCount > mostEntries)
    throw new FileUnreadable(`The archive has ${zip.entryCount} entries, more than ${mostEntries}.`)
  let unpacked = 0
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(error instanceof FileUnreadable ? error : new FileUnreadable(`The archive is damaged: ${error.message}.`))
    zip.on('error', fail)
    zip.on('end', () => resolve(files))
    zip.on('entry', (entry: Entry) => {
      unpacked += entry.uncompressedSize
      if (
        unpacked > mostUnpackedBytes ||
        entry.uncompressedSize > Math.max(1_000_000, entry.compressedSize * mostRatio)
      )
        return fail(
          new FileUnreadable(`The archive would unpack to more than is taken (${Math.round(unpacked / 1e6)} MB).`),
        )
      if (!wanted(entry.fileName)) return zip.readEntry()
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error)
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('error', fail)
        stream.on('end', () => {
          files.set(entry.fileName, Buffer.concat(parts))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
}

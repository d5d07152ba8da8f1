import { call } from '../../api.ts'

const pieceBytes = 1_048_576
export const mostBytes = 64 * pieceBytes

/** Sends a file in pieces and returns the id of its import; `onShare` hears how much has arrived, 0 to 1. */
export async function uploadImport(file: File, onShare: (share: number) => void): Promise<number> {
  const { id } = await call('createImport', { body: { name: file.name, sizeBytes: file.size } })
  for (let number = 0; number * pieceBytes < file.size; number++) {
    const piece = file.slice(number * pieceBytes, (number + 1) * pieceBytes)
    await call('putImportChunk', { params: { id, number }, body: { base64: await base64Of(piece) } })
    onShare(Math.min(1, ((number + 1) * pieceBytes) / file.size))
  }
  return id
}

async function base64Of(piece: Blob): Promise<string> {
  const bytes = new Uint8Array(await piece.arrayBuffer())
  let text = ''
  // In stretches: one call with a million arguments overflows the stack.
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}

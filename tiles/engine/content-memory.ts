import type { ContentMemory, TileContent } from './cells.ts'

/** A few tiles' worth at least, and a share of the table's own size. */
const LEAST_BYTES = 8 * 1024 * 1024
const BYTES_PER_ROW = 20

/** Contents of dense tiles by use, within a bound of bytes: the least used go first. */
export function createContentMemory(rows: number): ContentMemory & { bytes(): number } {
  const limit = Math.max(LEAST_BYTES, BYTES_PER_ROW * rows)
  const contents = new Map<string, TileContent>()
  let bytes = 0
  return {
    get(key) {
      const content = contents.get(key)
      if (content) {
        contents.delete(key)
        contents.set(key, content)
      }
      return content
    },
    set(key, content) {
      contents.set(key, content)
      bytes += bytesOf(content)
      for (const [oldest, old] of contents) {
        if (bytes <= limit) break
        contents.delete(oldest)
        bytes -= bytesOf(old)
      }
    },
    bytes: () => bytes,
  }
}

function bytesOf({ rows, cells }: TileContent): number {
  // 200: the objects themselves.
  // Twice: the rows as they are drawn come later, and are hardly more.
  if (rows) return 200 + 2 * rows.byteLength
  return 200 + cells!.cell.length * 6 + cells!.blocks.byteLength
}

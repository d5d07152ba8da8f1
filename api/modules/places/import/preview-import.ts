import type { z } from 'zod'
import type { previewImport } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { errors } from '../../../errors.ts'
import { FileUnreadable, type ReadOptions } from '../../../spatial/formats/file-rows.ts'
import { openFile } from '../../../spatial/formats/open-file.ts'
import { readFileOf, type StoredImport } from './imports.ts'
import { suggestMapping } from './suggest-mapping.ts'

const shownRows = 20

/** What the file holds, read as said or as it looks. @throws 422 file-unreadable. */
export async function previewOf(
  database: Database,
  stored: StoredImport,
  options: ReadOptions,
): Promise<z.input<(typeof previewImport)['reply']>> {
  if (stored.state === 'uploading')
    throw errors.conflict('import-state-wrong', 'The file is not complete yet; send its missing pieces first.')
  try {
    const file = await openFile(stored.name, await readFileOf(database, stored), options)
    const rows: Record<string, string>[] = []
    for await (const { cells } of file.rows()) {
      rows.push(Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, text.slice(0, 200)])))
      if (rows.length >= shownRows) break
    }
    const { rows: _rows, ...described } = file
    const suggestion = suggestMapping(stored.name, file, rows)
    const read = {
      encoding: options.encoding ?? null,
      delimiter: options.delimiter ?? null,
      sheet: options.sheet ?? null,
    }
    return { ...described, rows, suggestion: { ...suggestion, read } }
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error
    throw errors.invalid('file-unreadable', error.message)
  }
}

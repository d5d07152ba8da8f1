import { open } from 'shapefile'
import { detectEncoding } from './decode-text.ts'
import { type FileRow, FileUnreadable, mostRows, type OpenedFile, type ReadOptions } from './file-rows.ts'
import { unzip } from './open-zip.ts'

/** A zipped shapefile: .shp with .dbf beside it. The encoding is that of .cpg, else what the texts look like (GBK where they are Chinese). */
export async function openShapefile(bytes: Buffer, options: ReadOptions): Promise<OpenedFile> {
  const files = await unzip(bytes, (name) => /\.(shp|dbf|cpg)$/i.test(name) && !name.includes('__MACOSX'))
  const names = [...files.keys()].filter((name) => /\.shp$/i.test(name))
  const sheet = names.find((name) => name === options.sheet) ?? names[0]
  if (!sheet) throw new FileUnreadable('The archive holds no .shp.')
  const beside = (ending: string) => {
    const wanted = sheet.slice(0, -3).toLowerCase() + ending
    return [...files].find(([name]) => name.toLowerCase() === wanted)?.[1]
  }
  const dbf = beside('dbf')
  if (!dbf) throw new FileUnreadable(`The archive holds ${sheet}, but not the .dbf that belongs to it.`)
  const encoding = options.encoding ?? encodingOf(beside('cpg'), dbf)
  const rows = await readAll(files.get(sheet)!, dbf, encoding)
  return {
    format: 'shapefile',
    encoding,
    delimiter: null,
    sheets: names,
    sheet,
    columns: Object.keys(rows[0]?.cells ?? {}),
    hasGeometry: true,
    rows: () => rows,
  }
}

async function readAll(shp: Buffer, dbf: Buffer, encoding: string): Promise<FileRow[]> {
  const rows: FileRow[] = []
  try {
    const source = await open(new Uint8Array(shp), new Uint8Array(dbf), { encoding })
    for (let next = await source.read(); !next.done; next = await source.read()) {
      if (rows.length >= mostRows)
        throw new FileUnreadable(`The shapefile has more than ${mostRows} records; cut it into parts.`)
      const cells = Object.entries(next.value.properties ?? {}).map(([name, value]) => [
        name,
        value === null ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value),
      ])
      rows.push({ number: rows.length + 1, cells: Object.fromEntries(cells), geometry: next.value.geometry })
    }
  } catch (error) {
    if (error instanceof FileUnreadable) throw error
    throw new FileUnreadable(`The shapefile is damaged: ${(error as Error).message}.`)
  }
  return rows
}

function encodingOf(cpg: Buffer | undefined, dbf: Buffer): string {
  const said = cpg?.toString('latin1').trim()
  if (said) return /^(936|gbk?|gb\d+|cp936|oem)/i.test(said) ? 'gb18030' : /^65001$/.test(said) ? 'utf-8' : said
  return detectEncoding(dbf.subarray(32)) === 'UTF-8' ? 'utf-8' : 'gb18030'
}

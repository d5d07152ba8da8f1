import { FileUnreadable, type OpenedFile, type ReadOptions } from './file-rows.ts'
import { unzip } from './open-zip.ts'

/**
 * Opens a file by what it holds, its name being a hint only. Parsers are loaded when they are first needed.
 * @throws FileUnreadable with what was found and what is taken.
 */
export async function openFile(name: string, bytes: Buffer, options: ReadOptions = {}): Promise<OpenedFile> {
  if (bytes.length === 0) throw new FileUnreadable('The file is empty.')
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return openArchive(bytes, options)
  if (bytes.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') {
    throw new FileUnreadable('This is an old Excel file (.xls); save it as .xlsx or CSV.')
  }
  const start = bytes
    .subarray(0, 4_096)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('{') || (start.startsWith('[') && /\.(geo)?json$/i.test(name)))
    return (await import('./read-geojson.ts')).openGeojson(bytes)
  if (start.startsWith('<')) {
    if (/<(\w+:)?gpx[\s>]/.test(start)) return (await import('./read-gpx.ts')).openGpx(bytes)
    if (/<(\w+:)?kml[\s>]/.test(start)) return (await import('./read-kml.ts')).openKml(bytes)
    throw new FileUnreadable('The file is XML or HTML, but neither GPX nor KML.')
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (!isUtf16 && bytes.subarray(0, 4_096).includes(0)) {
    throw new FileUnreadable(
      'The file is of a kind that is not taken. Taken are CSV, Excel (.xlsx), GeoJSON, GPX, KML and zipped shapefiles.',
    )
  }
  return (await import('./read-table.ts')).openTable(bytes, options)
}

async function openArchive(bytes: Buffer, options: ReadOptions): Promise<OpenedFile> {
  const names: string[] = []
  await unzip(bytes, (name) => names.push(name) < 0)
  if (names.includes('xl/workbook.xml')) return (await import('./read-excel.ts')).openExcel(bytes, options)
  if (names.some((name) => /\.shp$/i.test(name)))
    return (await import('./read-shapefile.ts')).openShapefile(bytes, options)
  const kml = names.find((name) => /\.kml$/i.test(name))
  if (!kml) throw new FileUnreadable('The archive holds neither a workbook, a shapefile (.shp) nor a .kml.')
  const files = await unzip(bytes, (name) => name === kml)
  return (await import('./read-kml.ts')).openKml(files.get(kml)!)
}

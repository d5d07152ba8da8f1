import type { FileRecord } from '../../../api/contract/files.ts'

/** A drawing to trace over. Bounds (west, south, east, north) and lines in its own units, y upwards. */
export interface UnderlayPicture {
  bounds: readonly [number, number, number, number]
  /** Metres that a unit is likely to be, from the file or its size. */
  likelyMetres: number
  unit: 'pixel' | 'unit'
  image: CanvasImageSource | null
  lines: readonly (readonly (readonly [number, number])[])[]
}

const usualWidthMetres = 60
const pagePixels = 3_000

export const isTraceable = ({ mediaType, url }: FileRecord): boolean =>
  url !== null && /^image\/(jpeg|png|webp|avif|vnd\.dxf)$|pdf$/.test(mediaType)

/** @throws where the file cannot be read as what it says it is */
export async function readUnderlay(file: FileRecord, page: number): Promise<UnderlayPicture> {
  if (file.mediaType === 'image/vnd.dxf') return readDxf(await (await fetch(file.url!)).text())
  const image = file.mediaType === 'application/pdf' ? await pdfPage(file.url!, page) : await picture(file.url!)
  const bounds = [0, 0, image.width, image.height] as const
  return { bounds, likelyMetres: usualWidthMetres / image.width, unit: 'pixel', image, lines: [] }
}

const picture = async (url: string): Promise<ImageBitmap> => createImageBitmap(await (await fetch(url)).blob())

async function pdfPage(url: string, number: number): Promise<HTMLCanvasElement> {
  const { openPdf } = await import('../../files/open-pdf.ts')
  const task = openPdf(url)
  try {
    const pdf = await task.promise
    const page = await pdf.getPage(Math.min(number, pdf.numPages))
    const natural = page.getViewport({ scale: 1 })
    const viewport = page.getViewport({ scale: pagePixels / Math.max(natural.width, natural.height) })
    const canvas = document.createElement('canvas')
    canvas.width = Math.floor(viewport.width)
    canvas.height = Math.floor(viewport.height)
    await page.render({ canvas, viewport }).promise
    return canvas
  } finally {
    void task.destroy()
  }
}

async function readDxf(text: string): Promise<UnderlayPicture> {
  const [{ default: DxfParser }, { linesOfDxf }] = await Promise.all([
    import('dxf-viewer/src/parser/DxfParser.js'),
    import('./dxf-lines.ts'),
  ])
  const { lines, bounds, metres } = linesOfDxf(new DxfParser().parseSync(text))
  return { bounds, likelyMetres: metres, unit: 'unit', image: null, lines }
}

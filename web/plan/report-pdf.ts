import PDFDocument from 'pdfkit'
import fontUrl from '../files/fonts/noto-sans-sc-gb2312.otf?url'

/** A report in the words of its reader, ready to be set on paper. */
export interface ReportSheet {
  title: string
  facts: readonly string[]
  headline: readonly { value: string; name: string }[]
  /** The map with legend, scale and sources, as PNG. */
  map: { url: string; width: number; height: number }
  tables: readonly { title: string; head: readonly string[]; rows: readonly (readonly string[])[] }[]
  notesTitle: string
  notes: readonly string[]
  /** Words under each page, such as «3 / 7». */
  pageOf: (page: number, pages: number) => string
  language: string
}

type Pdf = InstanceType<typeof PDFDocument>

const [left, top, bottom, width, height] = [48, 48, 64, 595.28, 841.89]
const across = width - 2 * left
const ink = '#14211f'
const soft = '#4c5b58'
const line = '#d5dcda'

/**
 * Sets a report on pages of A4, with words that can be searched and copied. The font has the characters of GB 2312, and what is used of it
 * goes into the file.
 */
export async function writeReportPdf(sheet: ReportSheet): Promise<Blob> {
  const font = await (await fetch(fontUrl)).arrayBuffer()
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top, bottom, left, right: left },
    bufferPages: true,
    lang: sheet.language,
    displayTitle: true,
    info: { Title: sheet.title, Creator: 'Venue Atlas' },
    // The library's types know fonts by name or path only; it takes their bytes as well.
    font: font as unknown as string,
  })
  const parts: Uint8Array<ArrayBuffer>[] = []
  const written = new Promise<void>((resolve) => {
    pdf.on('data', (part: Uint8Array<ArrayBuffer>) => parts.push(part))
    pdf.on('end', () => resolve())
  })
  writeHead(pdf, sheet)
  writeMap(pdf, sheet)
  for (const table of sheet.tables) writeTable(pdf, table)
  writeNotes(pdf, sheet)
  numberPages(pdf, sheet)
  pdf.end()
  await written
  return new Blob(parts, { type: 'application/pdf' })
}

function writeHead(pdf: Pdf, { title, facts, headline }: ReportSheet): void {
  pdf.fillColor(ink).fontSize(22).text(title, left, top, { width: across })
  pdf.moveDown(0.3).fillColor(soft).fontSize(9).text(facts.join('  ·  '), { width: across })
  const from = pdf.y + 14
  const cell = across / headline.length
  let end = from
  for (const [i, { value, name }] of headline.entries()) {
    pdf
      .fillColor(ink)
      .fontSize(20)
      .text(value, left + i * cell, from, { width: cell - 12, lineBreak: false })
    pdf
      .fillColor(soft)
      .fontSize(8)
      .text(name, left + i * cell, from + 28, { width: cell - 12 })
    end = Math.max(end, pdf.y)
  }
  pdf.y = end + 14
}

function writeMap(pdf: Pdf, { map }: ReportSheet): void {
  const scale = Math.min(across / map.width, (height - bottom - pdf.y) / map.height)
  const [wide, high] = [map.width * scale, map.height * scale]
  pdf.image(map.url, left + (across - wide) / 2, pdf.y, { width: wide, height: high })
  pdf.y += high + 18
}

/** The first column takes about half of the room, the others share the rest; numbers stand to the right; a page begins with the head again. */
function writeTable(pdf: Pdf, { title, head, rows }: ReportSheet['tables'][number]): void {
  const first = across * (head.length > 3 ? 0.4 : 0.5)
  const other = (across - first) / (head.length - 1)
  const isNumeric = head.map((_, i) => rows.every((row) => /^[-\d.,%\s–−]*$/.test(row[i]!)))
  const cells = (texts: readonly string[], colour: string) => {
    pdf.fontSize(9)
    const widths = texts.map((_, i) => (i === 0 ? first : other) - 8)
    const high = Math.max(...texts.map((text, i) => pdf.heightOfString(text, { width: widths[i]! }))) + 7
    if (pdf.y + high > height - bottom) {
      pdf.addPage()
      if (texts !== head) cells(head, soft)
    }
    const y = pdf.y
    for (const [i, text] of texts.entries()) {
      const x = i === 0 ? left : left + first + (i - 1) * other
      pdf.fillColor(colour).text(text, x, y + 3, { width: widths[i]!, align: isNumeric[i] ? 'right' : 'left' })
    }
    pdf.y = y + high
    pdf
      .moveTo(left, pdf.y)
      .lineTo(left + across, pdf.y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
  }
  heading(pdf, title)
  cells(head, soft)
  for (const row of rows) cells(row, ink)
  pdf.y += 16
}

function writeNotes(pdf: Pdf, { notesTitle, notes }: ReportSheet): void {
  heading(pdf, notesTitle)
  for (const note of notes) pdf.fillColor(soft).fontSize(9).text(note, left, pdf.y, { width: across }).moveDown(0.5)
}

function heading(pdf: Pdf, words: string): void {
  // Never alone at the foot of a page.
  if (pdf.y > height - bottom - 90) pdf.addPage()
  pdf.fillColor(ink).fontSize(13).text(words, left, pdf.y, { width: across })
  pdf.y += 6
}

function numberPages(pdf: Pdf, { pageOf, title }: ReportSheet): void {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // Below the margin the library would begin a new page.
    pdf.page.margins.bottom = 0
    const y = height - 40
    pdf
      .fillColor(soft)
      .fontSize(8)
      .text(title, left, y, { width: across / 2, lineBreak: false })
    pdf.text(pageOf(page + 1, count), left + across / 2, y, { width: across / 2, align: 'right', lineBreak: false })
  }
}

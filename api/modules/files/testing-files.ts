import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Files for tests, made on the spot: whole ones, broken ones, and ones that lie. */

/** A photo of 400 × 300 stored lying on its side (EXIF orientation 6, shown 300 × 400), with a place in its EXIF; its top is red when shown upright. */
export async function sidewaysPhoto(scale = 1): Promise<Buffer> {
  const [width, height] = [400 * scale, 300 * scale]
  // Orientation 6: the left of what is stored is the top of what is shown.
  const red = await sharp({ create: { width: width / 4, height, channels: 3, background: '#d02020' } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: '#2060d0' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({
      IFD0: { Make: 'TestCamera', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 39/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '104/1 3/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

export const picture = (width = 64, height = 64, colour = '#208060'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()

/** A PNG that says it is of this size and holds as many zeros, some kilobytes on the wire. */
export function bombPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(Math.min(50_000_000, (width + 1) * height)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), whole.length - 4)
  return whole
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A drawing of some pages, each with its number in large and a frame; `note` makes it another file. */
export function pdf(pages = 2, note = ''): Buffer {
  const objects: string[] = []
  const add = (text: string) => objects.push(text)
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(
    `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, n) => `${4 + 2 * n} 0 R`).join(' ')}] >>`,
  )
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (let page = 1; page <= pages; page++) {
    const content = `2 w 40 40 762 515 re S 0.1 0.5 0.4 rg 80 120 200 300 re f 0 g BT /F1 96 Tf 340 250 Td (Page ${page}) Tj ET BT /F1 14 Tf 340 200 Td (${note}) Tj ET`
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * (page - 1)} 0 R >>`,
    )
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A plan in DXF (R12, as every program writes it): a hall with a pitch, and words in Chinese. */
export function dxf(words = '游泳馆 一层平面图'): Buffer {
  const line = (x1: number, y1: number, x2: number, y2: number) => [
    '0',
    'LINE',
    '8',
    'WALL',
    '10',
    x1,
    '20',
    y1,
    '11',
    x2,
    '21',
    y2,
  ]
  const text = (x: number, y: number, height: number, value: string) => [
    '0',
    'TEXT',
    '8',
    'TEXT',
    '10',
    x,
    '20',
    y,
    '40',
    height,
    '1',
    value,
  ]
  const corners = [
    [0, 0],
    [120, 0],
    [120, 70],
    [0, 70],
  ] as const
  const walls = corners.flatMap(([x, y], index) => line(x, y, ...(corners[(index + 1) % 4] as [number, number])))
  const lanes = Array.from({ length: 9 }, (_, n) => line(10, 10 + n * 5, 60, 10 + n * 5)).flat()
  const codes = [
    ...['0', 'SECTION', '2', 'HEADER', '9', '$ACADVER', '1', 'AC1021', '0', 'ENDSEC'],
    ...['0', 'SECTION', '2', 'ENTITIES', ...walls, ...lanes],
    ...['0', 'CIRCLE', '8', 'WALL', '10', '90', '20', '35', '40', '15'],
    ...text(10, 58, 7, words),
    ...text(66, 12, 4, '比赛池 50 米 × 25 米'),
    ...['0', 'ENDSEC', '0', 'EOF', ''],
  ]
  return Buffer.from(codes.join('\r\n'), 'utf8')
}

export const dwg = (): Buffer => Buffer.concat([Buffer.from('AC1032\0\0\0\0\0', 'latin1'), Buffer.alloc(4096, 7)])

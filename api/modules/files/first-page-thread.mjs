// Draws the first page of the PDF named on the command line: a line of JSON, then a PNG. Started by draw-first-page.ts as a process of its
// own; plain JavaScript so that it needs no loader.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

const width = 1600
const mostHeight = 4000
const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

try {
  const pdf = await getDocument({
    data: new Uint8Array(await readFile(process.argv[2])),
    cMapUrl: `${join(root, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(root, 'standard_fonts')}/`,
    wasmUrl: `${join(root, 'wasm')}/`,
    iccUrl: `${join(root, 'iccs')}/`,
    isEvalSupported: false,
    // Scripts in the document are never run by getDocument; XFA forms are drawn as plain pages.
    enableXfa: false,
    useSystemFonts: false,
    maxImageSize: 64 * 1024 * 1024,
    canvasMaxAreaInBytes: 64 * 1024 * 1024,
    verbosity: 0,
  }).promise
  const page = await pdf.getPage(1)
  const natural = page.getViewport({ scale: 1 })
  const scale = Math.min(width / natural.width, mostHeight / natural.height)
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)))
  await page.render({ canvas, viewport, background: '#ffffff' }).promise
  write({ pages: pdf.numPages, fault: null }, canvas.toBuffer('image/png'))
} catch (error) {
  write({ pages: null, fault: error?.name === 'PasswordException' ? 'locked' : 'unreadable' }, Buffer.alloc(0))
}

function write(head, png) {
  process.stdout.write(`${JSON.stringify(head)}\n`)
  process.stdout.write(png, () => process.exit(0))
}

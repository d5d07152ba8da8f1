import type OlMap from 'ol/Map.js'
import { saveBlob } from '../export/save-blob.ts'
import type { Language } from '../i18n/language.ts'
import { formatFigure } from './figure-words.ts'

export interface MapSheet {
  title: string
  figure: string
  breaks: readonly number[]
  colours: readonly string[]
  known: readonly number[]
  sources: string
  language: Language
}

const margin = 16
const head = 44
const foot = 34

/** Saves the map as a picture, see `drawMapSheet`. */
export async function exportMap(map: OlMap, sheet: MapSheet): Promise<void> {
  const canvas = await drawMapSheet(map, sheet)
  canvas.toBlob((picture) => picture && saveBlob(picture, `${sheet.title}.png`), 'image/png')
}

/** The map as a picture with title, legend, scale and sources, at the resolution of the screen. */
export async function drawMapSheet(map: OlMap, sheet: MapSheet): Promise<HTMLCanvasElement> {
  await new Promise<void>((resolve) => {
    map.once('rendercomplete', () => resolve())
    map.renderSync()
  })
  const [width, height] = map.getSize() as [number, number]
  const ratio = window.devicePixelRatio
  const canvas = document.createElement('canvas')
  canvas.width = width * ratio
  canvas.height = (height + head + foot) * ratio
  const pen = canvas.getContext('2d')!
  pen.scale(ratio, ratio)
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height + head + foot)
  drawLayers(map, pen, width, height)
  const font = getComputedStyle(document.body).fontFamily
  pen.textBaseline = 'middle'
  pen.fillStyle = '#14211f'
  pen.font = `600 20px ${font}`
  pen.fillText(sheet.title, margin, head / 2)
  drawLegend(pen, sheet, height, font)
  drawScale(map, pen, width, height, font)
  pen.font = `12px ${font}`
  pen.fillStyle = '#4c5b58'
  pen.fillText(sheet.sources, margin, head + height + foot / 2, width - 2 * margin)
  return canvas
}

function drawLayers(map: OlMap, pen: CanvasRenderingContext2D, width: number, height: number): void {
  pen.save()
  pen.beginPath()
  pen.rect(0, head, width, height)
  pen.clip()
  for (const layer of map.getViewport()?.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas') ?? []) {
    if (layer.width === 0) continue
    const background = layer.parentElement?.style.backgroundColor || layer.style.backgroundColor
    if (background) {
      pen.fillStyle = background
      pen.fillRect(0, head, width, height)
    }
    pen.drawImage(layer, 0, head, width, height)
  }
  pen.restore()
}

function drawLegend(pen: CanvasRenderingContext2D, sheet: MapSheet, height: number, font: string): void {
  const { breaks, colours, known, figure, language } = sheet
  const top = head + height - colours.length * 22 - margin
  pen.fillStyle = 'rgba(255, 255, 255, 0.9)'
  pen.fillRect(margin - 8, top - 8, 200, colours.length * 22 + 12)
  pen.font = `12px ${font}`
  for (const [i, colour] of colours.entries()) {
    pen.fillStyle = colour
    pen.fillRect(margin, top + i * 22, 24, 16)
    pen.fillStyle = '#14211f'
    const from = i === 0 ? Math.min(...known) : breaks[i - 1]!
    const to = breaks[i] ?? Math.max(...known)
    const words = `${formatFigure(figure, from, language)} – ${formatFigure(figure, to, language)}`
    pen.fillText(words, margin + 32, top + i * 22 + 8)
  }
}

/** A bar of a round number of kilometres at the middle of the map. */
function drawScale(map: OlMap, pen: CanvasRenderingContext2D, width: number, height: number, font: string): void {
  const view = map.getView()
  const [, y] = view.getCenter() as [number, number]
  const metresPerPixel = view.getResolution()! / Math.cosh(y / 6_378_137)
  const wanted = metresPerPixel * 140
  const power = 10 ** Math.floor(Math.log10(wanted))
  const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= wanted) ?? power
  const length = metres / metresPerPixel
  const [right, bottom] = [width - margin, head + height - margin]
  pen.fillStyle = 'rgba(255, 255, 255, 0.9)'
  pen.fillRect(right - length - 12, bottom - 28, length + 24, 36)
  pen.strokeStyle = '#14211f'
  pen.lineWidth = 2
  pen.beginPath()
  pen.moveTo(right - length, bottom - 6)
  pen.lineTo(right - length, bottom)
  pen.lineTo(right, bottom)
  pen.lineTo(right, bottom - 6)
  pen.stroke()
  pen.fillStyle = '#14211f'
  pen.font = `12px ${font}`
  pen.fillText(metres >= 1000 ? `${metres / 1000} km` : `${metres} m`, right - length, bottom - 16)
}

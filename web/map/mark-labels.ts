import { type Palette, systemFonts } from './palette.ts'

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export interface LabelWish {
  lines: readonly string[]
  /** Middle of the upper edge of the name, the favourite place first. */
  spots: readonly { x: number; y: number }[]
  look: 'place' | 'province' | 'prefecture' | 'county'
  /** What the name belongs to and other names must not cover. */
  body: Box | null
}

export const fonts: Record<LabelWish['look'], { font: string; lineHeight: number }> = {
  place: { font: `500 12px ${systemFonts}`, lineHeight: 15 },
  province: { font: `600 16px ${systemFonts}`, lineHeight: 20 },
  prefecture: { font: `600 14px ${systemFonts}`, lineHeight: 18 },
  county: { font: `400 12px ${systemFonts}`, lineHeight: 15 },
}

const mostSigns = 9

export interface PlacedLabel {
  wish: LabelWish
  box: Box
}

/**
 * Which names fit and where: in order of wish, none over another name or over a foreign mark.
 * @param widthOf width of a text in pixels in the wish's font
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  widthOf: (text: string, look: LabelWish['look']) => number,
): PlacedLabel[] {
  const taken: { box: Box; owner: LabelWish }[] = wishes.flatMap((wish) =>
    wish.body ? [{ box: wish.body, owner: wish }] : [],
  )
  const placed: PlacedLabel[] = []
  for (const wish of wishes) {
    if (wish.lines.length === 0) continue
    const width = Math.max(...wish.lines.map((line) => widthOf(line, wish.look)))
    const height = wish.lines.length * fonts[wish.look].lineHeight
    const boxes = wish.spots.map(({ x, y }) => ({
      left: x - width / 2 - 2,
      right: x + width / 2 + 2,
      top: y,
      bottom: y + height,
    }))
    const box = boxes.find((free) => !taken.some((other) => other.owner !== wish && overlaps(other.box, free)))
    if (!box) continue
    taken.push({ box, owner: wish })
    placed.push({ wish, box })
  }
  return placed
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** At most two lines; Chinese may break anywhere, other scripts at spaces. A still longer name ends in an ellipsis. */
export function breakName(name: string): string[] {
  const wide = /[\u2e80-\uffef]/.test(name)
  const most = wide ? mostSigns : mostSigns * 2
  if (name.length <= most) return [name]
  const cut = wide ? Math.min(most, Math.ceil(name.length / 2)) : breakAtSpace(name, most)
  const rest = name.slice(cut).trim()
  return [name.slice(0, cut).trim(), rest.length > most ? `${rest.slice(0, most - 1).trimEnd()}…` : rest].filter(
    Boolean,
  )
}

function breakAtSpace(name: string, most: number): number {
  const space = name.lastIndexOf(' ', most)
  return space > 0 ? space : most
}

export function drawLabels(context: CanvasRenderingContext2D, wishes: readonly LabelWish[], palette: Palette): void {
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = palette.halo
  const widthOf = (text: string, look: LabelWish['look']): number => {
    context.font = fonts[look].font
    return context.measureText(text).width
  }
  for (const { wish, box } of placeLabels(wishes, widthOf)) {
    const { font, lineHeight } = fonts[wish.look]
    const middle = (box.left + box.right) / 2
    context.font = font
    context.fillStyle = wish.look === 'county' ? palette.labelSoft : palette.label
    wish.lines.forEach((line, index) => {
      context.strokeText(line, middle, box.top + index * lineHeight)
      context.fillText(line, middle, box.top + index * lineHeight)
    })
  }
}

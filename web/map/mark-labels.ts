import { type Palette, systemFonts } from './palette.ts'

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export interface LabelWish {
  text: string
  /** Middle of the upper edge of the name. */
  x: number
  y: number
  body: Box
}

const lineHeight = 15
const mostSigns = 9

/**
 * Which names fit: in order of wish, none over another name or over a pin. Names longer than a line break in two.
 * @param widthOf width of a text in pixels
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  widthOf: (text: string) => number,
): { wish: LabelWish; lines: string[]; box: Box }[] {
  const taken: { box: Box; owner: LabelWish }[] = wishes.map((wish) => ({ box: wish.body, owner: wish }))
  const placed: { wish: LabelWish; lines: string[]; box: Box }[] = []
  for (const wish of wishes) {
    if (!wish.text) continue
    const lines = breakName(wish.text)
    const width = Math.max(...lines.map(widthOf))
    const box = {
      left: wish.x - width / 2 - 2,
      right: wish.x + width / 2 + 2,
      top: wish.y,
      bottom: wish.y + lines.length * lineHeight,
    }
    if (taken.some((other) => other.owner !== wish && overlaps(other.box, box))) continue
    taken.push({ box, owner: wish })
    placed.push({ wish, lines, box })
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
  context.font = `500 12px ${systemFonts}`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = palette.halo
  context.fillStyle = palette.label
  for (const { wish, lines } of placeLabels(wishes, (text) => context.measureText(text).width)) {
    lines.forEach((line, index) => {
      context.strokeText(line, wish.x, wish.y + index * lineHeight)
      context.fillText(line, wish.x, wish.y + index * lineHeight)
    })
  }
}

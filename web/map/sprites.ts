import { glyphImage } from './glyphs.ts'
import { type Palette, systemFonts } from './palette.ts'
import { type Arc, discRadius } from './ring.ts'

/** Pins and discs are drawn once into small canvases and stamped from then on. Sizes are CSS pixels. */
export interface Sprite {
  canvas: HTMLCanvasElement
  width: number
  height: number
  /** Point of the sprite that stands on the position. */
  anchorX: number
  anchorY: number
}

export interface PinLook {
  colour: string
  icon: string
  size: 'small' | 'normal' | 'hovered' | 'selected'
  faded: boolean
  tag: string
  badge: string
}

export interface DiscLook {
  arcs: readonly (Arc & { colour: string })[]
  label: string
  count: number
}

/** The chosen pin grows from 32 × 40 to 44 × 55, the one under the pointer half as far. */
const scaleOf = { small: 0.8, normal: 1, hovered: 1.18, selected: 1.375 }
const pinWidth = 32
const pinHeight = 40
const margin = 12

export class SpriteCache {
  readonly #sprites = new Map<string, Sprite>()
  readonly #palette: Palette
  readonly #pixelRatio: number

  constructor(palette: Palette, pixelRatio: number) {
    this.#palette = palette
    this.#pixelRatio = pixelRatio
  }

  pin(look: PinLook): Sprite {
    // A pin without its glyph must not be kept: it is drawn again as soon as the glyph arrives.
    const glyph = glyphImage(look.icon)
    if (!glyph) return this.#drawPin(look, null)
    return this.#kept(`pin|${Object.values(look).join('|')}`, () => this.#drawPin(look, glyph))
  }

  disc(look: DiscLook): Sprite {
    const arcs = look.arcs.map((arc) => `${arc.colour}${arc.to.toFixed(1)}`).join('|')
    return this.#kept(`disc|${look.label}|${Math.round(discRadius(look.count))}|${arcs}`, () => this.#drawDisc(look))
  }

  #kept(key: string, draw: () => Sprite): Sprite {
    let sprite = this.#sprites.get(key)
    if (!sprite) {
      if (this.#sprites.size > 1500) this.#sprites.clear()
      sprite = draw()
      this.#sprites.set(key, sprite)
    }
    return sprite
  }

  #canvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil(width * this.#pixelRatio)
    canvas.height = Math.ceil(height * this.#pixelRatio)
    const context = canvas.getContext('2d')!
    context.scale(this.#pixelRatio, this.#pixelRatio)
    return [canvas, context]
  }

  #drawPin(look: PinLook, glyph: HTMLImageElement | null): Sprite {
    const scale = scaleOf[look.size]
    const width = (pinWidth + margin * 2) * scale
    const height = (pinHeight + margin * 2) * scale
    const [canvas, context] = this.#canvas(width, height)
    context.scale(scale, scale)
    context.translate(margin, margin)
    if (look.faded) context.globalAlpha = 0.62
    drawDrop(context, look.colour, this.#palette)
    if (glyph) context.drawImage(glyph, 7.5, 6.5, 17, 17)
    context.globalAlpha = 1
    if (look.badge) drawBadge(context, look.badge, 27, 4, this.#palette)
    else if (look.tag) drawTag(context, look.tag, this.#palette)
    return { canvas, width, height, anchorX: width / 2, anchorY: (margin + pinHeight - 1) * scale }
  }

  #drawDisc(look: DiscLook): Sprite {
    const radius = discRadius(look.count)
    const side = (radius + 5) * 2
    const [canvas, context] = this.#canvas(side, side)
    context.translate(side / 2, side / 2)
    context.save()
    context.shadowColor = 'rgba(10, 30, 30, 0.35)'
    context.shadowBlur = 4 * this.#pixelRatio
    context.shadowOffsetY = 1.5 * this.#pixelRatio
    context.fillStyle = this.#palette.disc
    circle(context, radius)
    context.fill()
    context.restore()
    const ring = 4.5
    context.lineWidth = ring
    for (const arc of look.arcs) {
      context.strokeStyle = arc.colour
      context.beginPath()
      context.arc(0, 0, radius - ring / 2 - 1.5, arc.from - Math.PI / 2, arc.to - Math.PI / 2)
      context.stroke()
    }
    context.strokeStyle = this.#palette.disc
    context.lineWidth = 1.5
    if (look.arcs.length > 1) for (const arc of look.arcs) spoke(context, arc.from - Math.PI / 2, radius)
    context.fillStyle = this.#palette.discText
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.font = `600 ${look.label.length > 4 ? 11 : 12.5}px ${systemFonts}`
    context.fillText(look.label, 0, 0.5)
    return { canvas, width: side, height: side, anchorX: side / 2, anchorY: side / 2 }
  }
}

function circle(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath()
  context.arc(0, 0, radius, 0, 2 * Math.PI)
}

function spoke(context: CanvasRenderingContext2D, angle: number, radius: number): void {
  context.beginPath()
  context.moveTo(Math.cos(angle) * (radius - 6.5), Math.sin(angle) * (radius - 6.5))
  context.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius)
  context.stroke()
}

function drawDrop(context: CanvasRenderingContext2D, colour: string, palette: Palette): void {
  const drop = new Path2D(
    'M16 39.2c-1-1.6-2.6-3.4-4.5-5.5C7 28.700 1.800 23.200 1.800 15.600a14.200 14.200 0 0 1 28.400 0c0 7.600-5.200 13.100-9.700 18.100-1.900 2.100-3.500 3.900-4.500 5.500Z',
  )
  context.save()
  context.shadowColor = 'rgba(10, 30, 30, 0.4)'
  context.shadowBlur = 8
  context.shadowOffsetY = 3
  context.fillStyle = colour
  context.fill(drop)
  context.restore()
  context.strokeStyle = palette.casing
  context.lineWidth = 1.75
  context.lineJoin = 'round'
  context.stroke(drop)
}

function drawTag(context: CanvasRenderingContext2D, text: string, palette: Palette): void {
  context.font = `600 10px ${systemFonts}`
  const width = Math.max(20, context.measureText(text).width + 7)
  context.fillStyle = palette.accent
  context.strokeStyle = palette.casing
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(Math.min(44 - width, 22), -8, width, 15, 7.5)
  context.fill()
  context.stroke()
  context.fillStyle = palette.dark ? '#06251c' : '#fff'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(text, Math.min(44 - width, 22) + width / 2, -0.25)
}

function drawBadge(context: CanvasRenderingContext2D, text: string, x: number, y: number, palette: Palette): void {
  context.fillStyle = palette.disc
  context.strokeStyle = palette.discText
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, 9, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
  context.fillStyle = palette.discText
  context.font = `700 11px ${systemFonts}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(text, x, y + 0.5)
}

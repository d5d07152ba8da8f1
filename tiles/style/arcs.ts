/**
 * Arcs for the rings of discs, one image for each length in steps of 15°, from twelve o'clock clockwise. They are signed distance
 * fields, so that a style gives them any colour, and turns and sizes them without loss.
 */
export const ARC_STEPS = 24
/** Middle of the arc's stroke and half its width, in pixels of the single density. */
export const ARC_RADIUS = 12
const HALF_WIDTH = 1.75
const SIZE = 32
/** How MapLibre reads a field: 8 pixels to the whole range, the outline at three quarters. */
const RANGE = 8
const OUTLINE = 0.75

export interface ArcImage {
  name: string
  side: number
  /** RGBA, white with the field as alpha. */
  pixels: Buffer
}

export const arcName = (steps: number): string => `arc-${steps}`

export function drawArcs(pixelRatio: 1 | 2): ArcImage[] {
  return Array.from({ length: ARC_STEPS }, (_, index) => drawArc(index + 1, pixelRatio))
}

function drawArc(steps: number, pixelRatio: number): ArcImage {
  const side = SIZE * pixelRatio
  const pixels = Buffer.alloc(4 * side * side, 255)
  const end = (steps / ARC_STEPS) * 2 * Math.PI
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const x = (column + 0.5) / pixelRatio - SIZE / 2
      const y = SIZE / 2 - (row + 0.5) / pixelRatio
      const distance = distanceToArc(x, y, end) * pixelRatio
      const alpha = Math.max(0, Math.min(1, OUTLINE - distance / RANGE))
      pixels[4 * (row * side + column) + 3] = Math.round(255 * alpha)
    }
  return { name: arcName(steps), side, pixels }
}

/** Below zero inside. */
function distanceToArc(x: number, y: number, end: number): number {
  const radius = Math.hypot(x, y)
  const across = Math.abs(radius - ARC_RADIUS) - HALF_WIDTH
  if (end >= 2 * Math.PI) return across
  const angle = (Math.atan2(x, y) + 2 * Math.PI) % (2 * Math.PI)
  // How far along the round to the nearer end: below zero between the ends.
  const along = angle <= end ? -Math.min(angle, end - angle) : Math.min(angle - end, 2 * Math.PI - angle)
  return Math.max(across, along * ARC_RADIUS)
}

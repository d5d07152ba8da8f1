/** Pieces of the illustrations as SVG on a canvas of 640 × 400, y down, ground at y = 300. */

export interface Palette {
  sky: string
  hill: string
  ground: string
  accent: string
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, more = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`
export const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`
export const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`
export const line = (d: string, stroke: string, width: number, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`

/** Sky, sun, two rows of hills and the ground. */
export const landscape = ({ sky, hill, ground }: Palette) =>
  rect(0, 0, 640, 400, sky) +
  circle(540, 74, 34, '#ffe9a8') +
  path('M0 260 Q90 170 190 236 T380 214 T640 232 V400 H0Z', hill, 'opacity=".55"') +
  path('M0 290 Q130 226 270 280 T520 262 T640 282 V400 H0Z', hill) +
  rect(0, 300, 640, 100, ground)

/** A hall seen from inside: wall, windows, floor boards. */
export const indoors = ({ sky, ground }: Palette) =>
  rect(0, 0, 640, 400, '#eef1f4') +
  [40, 190, 340, 490].map((x) => rect(x, 50, 110, 96, sky, 'rx="4"')).join('') +
  path('M0 230 H640 V400 H0Z', ground) +
  [0, 1, 2, 3, 4].map((n) => line(`M${n * 160} 230 L${n * 260 - 200} 400`, '#00000014', 3)).join('')

export const tree = (x: number, y: number, size: number) =>
  rect(x - size * 0.07, y - size * 0.5, size * 0.14, size * 0.5, '#7a5230') +
  circle(x, y - size * 0.72, size * 0.36, '#3f8f4f') +
  circle(x + size * 0.2, y - size * 0.56, size * 0.26, '#4ea45e')

/** A person without a face: head, body, two arms and two legs at the given angles in degrees from straight down. */
export function person(
  x: number,
  y: number,
  height: number,
  shirt: string,
  [armA, armB, legA, legB] = [150, -150, 14, -14],
) {
  const limb = (fromX: number, fromY: number, angle: number, length: number, colour: string) => {
    const radians = (angle * Math.PI) / 180
    const toX = (fromX + Math.sin(radians) * length).toFixed(1)
    const toY = (fromY + Math.cos(radians) * length).toFixed(1)
    return line(`M${fromX} ${fromY} L${toX} ${toY}`, colour, height * 0.09)
  }
  const shoulder = y - height * 0.74
  const hip = y - height * 0.42
  return (
    limb(x, hip, legA!, height * 0.43, '#33414f') +
    limb(x, hip, legB!, height * 0.43, '#33414f') +
    line(`M${x} ${shoulder} L${x} ${hip}`, shirt, height * 0.16) +
    limb(x, shoulder, armA!, height * 0.32, '#d9a27c') +
    limb(x, shoulder, armB!, height * 0.32, '#d9a27c') +
    circle(x, y - height * 0.9, height * 0.1, '#d9a27c')
  )
}

export const building = (x: number, y: number, width: number, height: number, colour: string) =>
  rect(x, y - height, width, height, '#f4f4f0') +
  path(`M${x - 14} ${y - height} Q${x + width / 2} ${y - height * 1.55} ${x + width + 14} ${y - height}Z`, colour) +
  Array.from({ length: Math.floor(width / 46) }, (_, n) =>
    rect(x + 14 + n * 46, y - height * 0.7, 28, height * 0.36, '#a9cfe4'),
  ).join('') +
  rect(x + width / 2 - 18, y - height * 0.3, 36, height * 0.3, '#66757f')

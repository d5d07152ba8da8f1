/** Which labels find room: the more important first, each only where it touches none that is already there. */

export interface LabelBox {
  x: number
  y: number
  width: number
  height: number
  weight: number
}

export function labelsWithRoom(boxes: readonly LabelBox[], gap = 4): boolean[] {
  const order = boxes.map((_, index) => index).sort((a, b) => boxes[b]!.weight - boxes[a]!.weight || a - b)
  const placed: LabelBox[] = []
  const hasRoom = boxes.map(() => false)
  for (const index of order) {
    const box = boxes[index]!
    if (placed.some((other) => overlap(box, other, gap))) continue
    placed.push(box)
    hasRoom[index] = true
  }
  return hasRoom
}

const overlap = (a: LabelBox, b: LabelBox, gap: number): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + gap && Math.abs(a.y - b.y) < (a.height + b.height) / 2 + gap

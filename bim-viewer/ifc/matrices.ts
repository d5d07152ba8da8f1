export interface Decomposed {
  translation: [number, number, number]
  /** Quaternion x, y, z, w. */
  rotation: [number, number, number, number]
  scale: [number, number, number]
}

/** A matrix (column by column) as shift, turn and scale; null when it mirrors or shears, which those cannot say. */
export function decomposed(m: readonly number[]): Decomposed | null {
  const columns = [m.slice(0, 3), m.slice(4, 7), m.slice(8, 11)]
  const scale = columns.map((column) => Math.hypot(...column)) as [number, number, number]
  if (scale.some((size) => size < 1e-6)) return null
  const [a, b, c] = columns.map((column, at) => column.map((value) => value / scale[at]!)) as [
    number[],
    number[],
    number[],
  ]
  if ([dot(a, b), dot(b, c), dot(a, c)].some((product) => Math.abs(product) > 1e-3)) return null
  if (dot(cross(a, b), c) < 0) return null
  return { translation: [m[12]!, m[13]!, m[14]!], rotation: quaternionOf(a, b, c), scale }
}

/** By the largest of its four parts, so that nothing small is divided by. */
function quaternionOf(a: number[], b: number[], c: number[]): [number, number, number, number] {
  const [m00, m11, m22] = [a[0]!, b[1]!, c[2]!]
  const squares = [1 + m00 - m11 - m22, 1 - m00 + m11 - m22, 1 - m00 - m11 + m22, 1 + m00 + m11 + m22]
  const largest = squares.indexOf(Math.max(...squares))
  const size = Math.sqrt(squares[largest]!) * 2
  const [xy, xz, yz] = [b[0]! + a[1]!, c[0]! + a[2]!, c[1]! + b[2]!]
  const [wx, wy, wz] = [b[2]! - c[1]!, c[0]! - a[2]!, a[1]! - b[0]!]
  const own = size / 4
  if (largest === 0) return [own, xy / size, xz / size, wx / size]
  if (largest === 1) return [xy / size, own, yz / size, wy / size]
  if (largest === 2) return [xz / size, yz / size, own, wz / size]
  return [wx / size, wy / size, wz / size, own]
}

const dot = (a: readonly number[], b: readonly number[]) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!
const cross = (a: readonly number[], b: readonly number[]) => [
  a[1]! * b[2]! - a[2]! * b[1]!,
  a[2]! * b[0]! - a[0]! * b[2]!,
  a[0]! * b[1]! - a[1]! * b[0]!,
]

/** A point turned by a quaternion. */
export function turned([x, y, z]: readonly number[], [qx, qy, qz, qw]: readonly number[]): [number, number, number] {
  const t = cross([qx!, qy!, qz!], [x!, y!, z!]).map((value) => value * 2)
  const u = cross([qx!, qy!, qz!], t)
  return [x! + qw! * t[0]! + u[0]!, y! + qw! * t[1]! + u[1]!, z! + qw! * t[2]! + u[2]!]
}

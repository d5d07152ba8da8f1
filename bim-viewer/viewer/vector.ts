/** Points of the scene: metres, y up (glTF's frame). The model's own frame has z up. */
export type Vec3 = readonly [number, number, number]

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const scale = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by]
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2])
export const distance = (a: Vec3, b: Vec3): number => length(subtract(a, b))
/** Of length 1; a null vector stays what it is. */
export const unit = (a: Vec3): Vec3 => {
  const size = length(a)
  return size === 0 ? a : scale(a, 1 / size)
}
export const between = (a: Vec3, b: Vec3, share: number): Vec3 => add(a, scale(subtract(b, a), share))

/** A point of the model's frame (x, y on the plan, z up) in the scene, and back. */
export const toScene = (x: number, y: number, z: number): Vec3 => [x, z, -y]
export const toPlan = ([x, , z]: Vec3): readonly [number, number] => [x, -z]

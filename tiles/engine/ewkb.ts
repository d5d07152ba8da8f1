import { SHAPE_AREA, SHAPE_LINE, SHAPE_POINTS } from './feature.ts'
import { worldX, worldY } from './mercator.ts'

/** A geometry taken apart: the vertices of each part (a point, a path, a ring) in world units. */
export interface Parts {
  kind: typeof SHAPE_POINTS | typeof SHAPE_LINE | typeof SHAPE_AREA
  paths: Path[]
}

export interface Path {
  /** x0, y0, x1, y1, … */
  coordinates: number[]
  hole: boolean
}

const scratch = Buffer.alloc(25)
const POINT_2D = '0101000020'
const POINT_WITH_REFERENCE = 0x20000001

/** World units of a two-dimensional EWKB point in hex (little endian, with its reference system), the form PostGIS writes; else null. */
export function pointOfHex(hex: string): { x: number; y: number } | null {
  if (hex.length !== 50 || !hex.startsWith(POINT_2D)) return null
  scratch.write(hex, 'hex')
  return { x: worldX(scratch.readDoubleLE(9)), y: worldY(scratch.readDoubleLE(17)) }
}

/** The same of the bytes themselves, at `from`. */
export function pointOfBytes(bytes: Buffer, from: number, to: number): { x: number; y: number } | null {
  if (to - from !== 25 || bytes.readUInt32LE(from + 1) !== POINT_WITH_REFERENCE || bytes[from] !== 1) return null
  return { x: worldX(bytes.readDoubleLE(from + 9)), y: worldY(bytes.readDoubleLE(from + 17)) }
}

export const partsOfHex = (hex: string): Parts => partsOfBytes(Buffer.from(hex, 'hex'))

/**
 * Reads (E)WKB of any dimension; only x and y are kept.
 * @throws Error for a collection or a curve, naming the type.
 */
export function partsOfBytes(bytes: Buffer): Parts {
  let at = 0
  const paths: Path[] = []
  let kind: Parts['kind'] = SHAPE_POINTS

  const geometry = () => {
    const little = bytes[at++] === 1
    const whole = () => {
      const value = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
      at += 4
      return value
    }
    const real = () => {
      const value = little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at)
      at += 8
      return value
    }
    const flags = whole()
    const isoDimension = Math.floor((flags & 0xffff) / 1000)
    const skipped =
      (flags & 0x80000000 ? 1 : 0) + (flags & 0x40000000 ? 1 : 0) + (isoDimension === 3 ? 2 : isoDimension > 0 ? 1 : 0)
    if (flags & 0x20000000) at += 4
    const vertices = (count: number): number[] => {
      const coordinates: number[] = []
      for (let i = 0; i < count; i++) {
        const lon = real()
        const lat = real()
        at += 8 * skipped
        // An empty point is written as not-a-number.
        if (!Number.isNaN(lon)) coordinates.push(worldX(lon), worldY(lat))
      }
      return coordinates
    }
    const type = (flags & 0xffff) % 1000
    if (type === 1) {
      paths.push({ coordinates: vertices(1), hole: false })
    } else if (type === 2) {
      kind = SHAPE_LINE
      paths.push({ coordinates: vertices(whole()), hole: false })
    } else if (type === 3) {
      kind = SHAPE_AREA
      const rings = whole()
      for (let ring = 0; ring < rings; ring++) paths.push({ coordinates: vertices(whole()), hole: ring > 0 })
    } else if (type >= 4 && type <= 6) {
      const members = whole()
      for (let member = 0; member < members; member++) geometry()
    } else {
      throw new Error(`geometry type ${type} is neither point, line, polygon nor several of one kind`)
    }
  }

  geometry()
  return { kind, paths: paths.filter((path) => path.coordinates.length > 0) }
}

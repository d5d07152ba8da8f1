import type { MapBrowserEvent } from 'ol'
import type Feature from 'ol/Feature.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import LineString from 'ol/geom/LineString.js'
import type Polygon from 'ol/geom/Polygon.js'
import PointerInteraction from 'ol/interaction/Pointer.js'
import { toLonLat } from 'ol/proj.js'
import type VectorSource from 'ol/source/Vector.js'

type Source = VectorSource<Feature<OlGeometry>>

interface Given {
  doors: Source
  /** Rooms whose edges doors lie on. */
  walls: Source
  isActive(): boolean
  onMoved(): void
}

/** Ground metres around a point of Web Mercator, in its own units. */
export const mercatorOf = (metres: number, [x, y]: number[]): number =>
  metres / Math.cos((toLonLat([x!, y!])[1]! * Math.PI) / 180)

/** Doors are dragged along the walls, and from one wall to another; their width stays. */
export class DoorSlide extends PointerInteraction {
  readonly #given: Given
  #held: Feature<OlGeometry> | null = null
  #hasMoved = false

  constructor(given: Given) {
    super()
    this.#given = given
  }

  /** The door under a pointer or finger. */
  #doorAt({ map, pixel, coordinate, originalEvent }: MapBrowserEvent): Feature<OlGeometry> | null {
    const reach = (originalEvent as PointerEvent).pointerType === 'touch' ? 18 : 8
    const found = this.#given.doors.getClosestFeatureToCoordinate(coordinate)
    if (!found) return null
    const [x, y] = map.getPixelFromCoordinate(found.getGeometry()!.getClosestPoint(coordinate)) as [number, number]
    return Math.hypot(x - pixel[0]!, y - pixel[1]!) <= reach ? found : null
  }

  override handleDownEvent(event: MapBrowserEvent): boolean {
    this.#held = this.#given.isActive() ? this.#doorAt(event) : null
    this.#hasMoved = false
    return this.#held !== null
  }

  override handleDragEvent({ coordinate }: MapBrowserEvent): void {
    const held = this.#held?.getGeometry()
    if (!(held instanceof LineString)) return
    const found = doorNear(this.#given.walls, coordinate, held.getLength() / 2)
    if (!found) return
    held.setCoordinates(found.line)
    this.#hasMoved = true
  }

  override handleUpEvent(): boolean {
    if (this.#hasMoved) this.#given.onMoved()
    this.#held = null
    return false
  }
}

interface DoorSpot {
  /** From the point to the wall. */
  distance: number
  line: [number[], number[]]
}

/** Where on the edges of rooms a door of that half width comes next to a point; all in Web Mercator. */
export function doorNear(walls: Source, at: number[], half: number): DoorSpot | null {
  let best: DoorSpot | null = null
  for (const feature of walls.getFeatures()) {
    if (feature.get('part') !== 'rooms') continue
    for (const ring of (feature.getGeometry() as Polygon).getCoordinates()) {
      for (let corner = 1; corner < ring.length; corner++) {
        const found = doorOn(ring[corner - 1]!, ring[corner]!, at, half)
        if (found && (!best || found.distance < best.distance)) best = found
      }
    }
  }
  return best
}

function doorOn(a: number[], b: number[], point: number[], half: number): DoorSpot | null {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const length = Math.hypot(dx, dy)
  if (length === 0) return null
  const along = ((point[0]! - a[0]!) * dx + (point[1]! - a[1]!) * dy) / length
  const reach = Math.min(half, length / 2)
  const middle = Math.min(length - reach, Math.max(reach, along))
  const at = (metres: number) => [a[0]! + (dx * metres) / length, a[1]! + (dy * metres) / length]
  const nearest = at(Math.min(length, Math.max(0, along)))
  const distance = Math.hypot(point[0]! - nearest[0]!, point[1]! - nearest[1]!)
  return { distance, line: [at(middle - reach), at(middle + reach)] }
}

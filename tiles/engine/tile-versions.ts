import { BUFFER, EXTENT } from './layer-writer.ts'
import { WORLD } from './mercator.ts'
import { tileSize } from './morton.ts'
import type { Box } from './neighbours.ts'

/**
 * The version of each tile: that of the last change that touched it, else the one the layer was loaded at. Only touched tiles take
 * memory; past a limit all are forgotten by raising the floor, which ends every tag once and loses nothing else.
 */
export interface TileVersions {
  of(z: number, x: number, y: number): number
  /** Marks the tiles a feature lies in at each zoom from `minZoom` to `maxZoom`, the buffer included. Returns them as z, x, y. */
  touch(places: readonly TouchedPlace[], version: number): Touched
  /** All tiles change: the layer was loaded anew. */
  reset(version: number): void
  size(): number
}

/** Where a feature was or is: as a point below `shapeFrom`, as its box from it on (Infinity for plain points). */
export interface TouchedPlace {
  x: number
  y: number
  box: Box | null
  shapeFrom: number
}

export interface Touched {
  /** z, x, y, z, x, y, …; without those of a place that covers too many. */
  tiles: number[]
  /** More tiles than listed. */
  more: boolean
}

const MOST_TILES = 1_000_000
const MOST_TILES_OF_PLACE = 512
const MOST_BOXES = 200

export function createTileVersions(zooms: { minZoom: number; maxZoom: number }, startVersion: number): TileVersions {
  let floor = startVersion
  const versions = new Map<number, number>()
  let boxes: { z: number; fromX: number; toX: number; fromY: number; toY: number; version: number }[] = []

  const raise = (version: number) => {
    floor = version
    versions.clear()
    boxes = []
  }
  return {
    of(z, x, y) {
      let version = versions.get(tileNumber(z, x, y)) ?? floor
      for (const box of boxes)
        if (box.z === z && x >= box.fromX && x <= box.toX && y >= box.fromY && y <= box.toY && box.version > version)
          version = box.version
      return version
    },
    touch(places, version) {
      const tiles: number[] = []
      const seen = new Set<number>()
      let more = false
      for (const place of places) {
        for (let z = zooms.minZoom; z <= zooms.maxZoom; z++) {
          const range = tilesOfPlace(place, z)
          if ((range.toX - range.fromX + 1) * (range.toY - range.fromY + 1) > MOST_TILES_OF_PLACE) {
            more = true
            boxes.push({ z, ...range, version })
            continue
          }
          for (let y = range.fromY; y <= range.toY; y++) {
            for (let x = range.fromX; x <= range.toX; x++) {
              const number = tileNumber(z, x, y)
              if (seen.has(number)) continue
              seen.add(number)
              versions.set(number, version)
              tiles.push(z, x, y)
            }
          }
        }
      }
      if (versions.size > MOST_TILES || boxes.length > MOST_BOXES) raise(version)
      return { tiles, more }
    },
    reset: raise,
    size: () => versions.size,
  }
}

/** One number for each tile of all zooms (exact to zoom 25). */
export function tileNumber(z: number, x: number, y: number): number {
  const side = WORLD / tileSize(z)
  return (side * side - 1) / 3 + y * side + x
}

function tilesOfPlace({ x, y, box, shapeFrom }: TouchedPlace, z: number) {
  const size = tileSize(z)
  const rim = (size / EXTENT) * (BUFFER + 1)
  const last = WORLD / tileSize(z) - 1
  const at = (value: number) => Math.min(last, Math.max(0, Math.floor(value / size)))
  const { minX, minY, maxX, maxY } = box && z >= shapeFrom ? box : { minX: x, minY: y, maxX: x, maxY: y }
  return { fromX: at(minX - rim), toX: at(maxX + rim), fromY: at(minY - rim), toY: at(maxY + rim) }
}

import type { Polygon } from 'geojson'

/**
 * What one IFC file becomes; FORMAT.md has the files. Lengths in metres, areas in square metres. The local frame is the model's own:
 * x and y horizontal as in the file, z up, no rotation to true north; `Georeference` leads from it to the map. An element's feature
 * id is its index in `elements`; the geometry names it per vertex or per instance, the properties per element.
 */
export interface ConvertedBuilding {
  schema: string
  name: string | null
  storeys: readonly Storey[]
  spaces: readonly Space[]
  elements: readonly BuildingElement[]
  /** As the file says it, never confirmed: exporters write defaults. */
  georeference: Georeference | null
}

export interface Storey {
  /** IFC GlobalId, 22 characters; a GlobalId that occurs again has `~2`, `~3`, … behind it. So everywhere. */
  guid: string
  name: string
  elevation: number
  /** 0 is the storey at the ground, negative below it. */
  ordinal: number
}

export interface Space {
  guid: string
  storeyGuid: string
  /** IfcSpace.Name, often a number. */
  name: string
  longName: string | null
  /** The predefined type or the object type, as written. */
  use: string | null
  /** Lowest z of the space. */
  floor: number
  height: number
  /** One valid polygon in local metres. */
  footprint: Polygon
  area: number
  declaredAreas: readonly { definition: string; area: number }[]
  capacity: number | null
}

export interface BuildingElement {
  guid: string
  /** As in the schema: `IfcWallStandardCase`. Spaces are elements too, without geometry in the GLB. */
  ifcClass: string
  name: string
  storeyGuid: string | null
  /** The space that contains it or that it is. */
  spaceGuid: string | null
  /** Changes when its triangles or where they are do; null without geometry. */
  shape: string | null
}

/** map = (east, north, up) of the origin + scale × rotation of the local point. */
export interface Georeference {
  source: 'map-conversion' | 'property-set' | 'site'
  /** As written, such as `EPSG:32648`; null when the origin is lon, lat. */
  crs: string | null
  /** East and north in metres of `crs`, or lon and lat in degrees. */
  origin: readonly [number, number]
  elevation: number
  /** Degrees, counter-clockwise, from local x to east of the map. */
  rotation: number
  scale: number
}

/** properties.json: what is equal is written once. */
export interface BuildingProperties {
  /** Property and quantity sets; values in the units of the file, as text where they are no number or truth. */
  sets: readonly PropertySet[]
  /** Per element, by feature id: indices of `sets`. */
  elements: readonly (readonly number[])[]
}

export interface PropertySet {
  name: string
  values: Readonly<Record<string, string | number | boolean | null>>
}

/** A building as its fixtures are thought of: rooms on gridlines, in metres; `write-building.ts` makes an IFC file of it. */
export interface BuildingPlan {
  name: string
  storeys: readonly StoreyPlan[]
}

export type Point = readonly [number, number]
export type Colour = readonly [red: number, green: number, blue: number, alpha?: number]

export interface StoreyPlan {
  name: string
  elevation: number
  /** Of its walls and of rooms that say nothing else. */
  height: number
  rooms: readonly RoomPlan[]
  doors: readonly DoorPlan[]
  slabs: readonly { ring: readonly Point[]; name: string }[]
  flights: readonly FlightPlan[]
  lifts: readonly LiftPlan[]
  blocks: readonly BlockPlan[]
  seats: readonly SeatPlan[]
}

export interface RoomPlan {
  /** IfcSpace.Name: what is on the door. Unique in the building. */
  number: string
  name: string
  /** Counter-clockwise on the gridlines, i.e. the middle of walls. */
  ring: readonly Point[]
  /** Edges (by their first point) where there is no wall: the room goes on. */
  open?: readonly number[]
  use: string
  height?: number
  capacity?: number
}

export interface DoorPlan {
  name: string
  /** Middle of the opening, on a gridline. */
  at: Point
  along: 'x' | 'y'
  width: number
  height?: number
  /** Numbers of the rooms that IfcRelSpaceBoundary names; none: only its place tells. */
  bounds?: readonly string[]
}

/** A straight run of a stair, or of a ramp where `steps` is 0; z counts from its storey. */
export interface FlightPlan {
  kind: 'stair' | 'ramp'
  name: string
  from: readonly [x: number, y: number, z: number]
  to: readonly [x: number, y: number, z: number]
  width: number
  steps: number
}

export interface LiftPlan {
  name: string
  low: Point
  high: Point
  /** From its storey up. */
  height: number
}

/** Something upright: a basin, a stand, a counter. */
export interface BlockPlan {
  name: string
  ifcClass: 'IFCSLAB' | 'IFCBUILDINGELEMENTPROXY' | 'IFCFURNITURE' | 'IFCROOF' | 'IFCCOLUMN'
  ring: readonly Point[]
  bottom: number
  height: number
  colour: Colour
}

export interface SeatPlan {
  name: string
  at: readonly [x: number, y: number, z: number]
  /** Degrees that the seat looks to, counter-clockwise from +y. */
  turn: number
  /** Number of the room that holds it. */
  room: string
}

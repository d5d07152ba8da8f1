import type { Polygon } from 'geojson'

/**
 * A building as feet see it: what routing needs and nothing else, from a model, a drawing or an import alike. Lengths in metres;
 * x and y in the building's own frame, z up.
 */
export interface WalkPlan {
  levels: readonly WalkLevel[]
  spaces: readonly WalkSpace[]
  passages: readonly Passage[]
  connectors: readonly Connector[]
}

export interface WalkLevel {
  id: string
  ordinal: number
  elevation: number
}

export interface WalkSpace {
  id: string
  levelId: string
  /** z of what one stands on. */
  floor: number
  footprint: Polygon
}

export type Point = readonly [x: number, y: number]

/** A way through a wall or over a shared edge. */
export interface Passage {
  id: string
  kind: 'door' | 'opening' | 'open-plan'
  name: string | null
  /** null is outdoors: the passage is an entrance. */
  spaceIds: readonly [string, string | null]
  /** The line that is walked over, from jamb to jamb. */
  line: readonly [Point, Point]
  /** A threshold or steps that wheels do not take. */
  hasSteps?: boolean
}

/** A way between floors. */
export interface Connector {
  id: string
  kind: ConnectorKind
  name: string | null
  /** Where it is entered and left, from the lowest to the highest. */
  stops: readonly Stop[]
}

export interface Stop {
  spaceId: string
  at: Point
  /** To walk from the stop before; 0 at the first, and where one is carried. */
  metres: number
}

export type ConnectorKind = 'stair' | 'escalator' | 'ramp' | 'lift'

import { lineString, nearestPointOnLine, point } from '@turf/turf'
import type { Geometry, Position } from 'geojson'

export interface Waypoint {
  nameZh: string
  position: [number, number]
}

const mostMetres = 200

/** The waypoints that lie within 200 m of a trail, in the order in which its walker meets them. Parts follow one another. */
export function waypointsAlong<W extends Waypoint>(trail: Geometry, waypoints: readonly W[]): W[] {
  const lines: Position[][] =
    trail.type === 'LineString' ? [trail.coordinates] : trail.type === 'MultiLineString' ? trail.coordinates : []
  const placed = waypoints.flatMap((waypoint) => {
    const nearest = lines
      .map((line, part) => {
        const { properties } = nearestPointOnLine(lineString(line), point(waypoint.position), { units: 'meters' })
        return { part, along: properties.totalDistance, metres: properties.pointDistance }
      })
      .toSorted((a, b) => a.metres - b.metres)[0]
    return nearest && nearest.metres <= mostMetres ? [{ waypoint, ...nearest }] : []
  })
  return placed.toSorted((a, b) => a.part - b.part || a.along - b.along).map(({ waypoint }) => waypoint)
}

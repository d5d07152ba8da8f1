/**
 * SQL of the point of a geometry that is nearest to another point: measured in a local projection (lon scaled by the cosine of the
 * latitude), within a thousandth of the distance below 50 km. Long edges are cut first, because on the map they bow towards the pole.
 */
export function nearestPointSql(geom: string, point: string): string {
  const shrink = `greatest(cos(radians(st_y(${point}))), 0.01)`
  return `case
    when geometrytype(${geom}) = 'POINT' then ${geom}
    when st_xmax(${geom}) - st_xmin(${geom}) > 0.05
      then st_scale(st_closestpoint(st_scale(st_segmentize(${geom}::geography, 5000)::geometry, ${shrink}, 1), st_scale(${point}, ${shrink}, 1)), 1 / ${shrink}, 1)
    else st_scale(st_closestpoint(st_scale(${geom}, ${shrink}, 1), st_scale(${point}, ${shrink}, 1)), 1 / ${shrink}, 1) end`
}

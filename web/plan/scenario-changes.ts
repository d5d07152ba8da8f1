import type { ReplyOf } from '../api.ts'
import type { Dot } from './choropleth-map.tsx'

export type Scenario = ReplyOf<'getScenario'>
export type Change = Scenario['changes'][number]

/** Added and moved places, and the point that was tapped last. */
export function dotsOf(changes: readonly Change[], point: readonly [number, number] | null): Dot[] {
  const dots: Dot[] = changes.flatMap((change) =>
    change.kind === 'add' || change.kind === 'move'
      ? [
          {
            lon: change.lon,
            lat: change.lat,
            colour: '#f3bd5c',
            radius: 7,
            label: 'nameZh' in change ? change.nameZh : '',
          },
        ]
      : [],
  )
  return point ? [...dots, { lon: point[0], lat: point[1], colour: '#d6336c', radius: 8, label: '' }] : dots
}

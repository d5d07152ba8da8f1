import { useQuery } from '@tanstack/react-query'
import type { Polygon } from 'geojson'
import { useMemo } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { breaksOf, classOf, coloursFor } from './classes.ts'
import type { Shades } from './shades.ts'

type Cells = ReplyOf<'listCells'>

export interface Hexagon {
  shape: Polygon
  colour: string
  label: string
}

export interface CountyCells {
  hexagons: readonly Hexagon[]
  cells: Cells | undefined
  /** What the colours are of: the figure's own value in a cell, or the distance to the nearest place. */
  of: 'access' | 'kinds' | 'mean-metres'
  shades: Pick<Shades, 'known' | 'breaks' | 'colours'>
}

const none: readonly Hexagon[] = []
const noShades = { known: [], breaks: [], colours: [] }

/** The hexagons of a county with people in them, coloured by what the figure is in each. */
export function useCountyCells(runId: number | undefined, county: string | null, figure: string): CountyCells {
  const { t, language } = useText()
  const { data } = useQuery({
    queryKey: ['plan-cells', runId, county],
    queryFn: async ({ signal }) => {
      // The library of hexagons is large and needed nowhere else.
      const { cellToBoundary } = await import('h3-js')
      const cells = await call('listCells', {
        params: { id: runId! },
        query: { region: county!, hexagons: 8 },
        signal,
      })
      const shapes = cells.items.map(({ hexagon }) => (hexagon ? cellToBoundary(hexagon, true) : null))
      return { cells, shapes }
    },
    enabled: runId !== undefined && county !== null,
  })
  const found = county === null ? undefined : data
  const of = figure === 'access' || figure === 'gini' ? 'access' : figure === 'kinds' ? 'kinds' : 'mean-metres'
  return useMemo(() => {
    if (!found) return { hexagons: none, cells: undefined, of, shades: noShades }
    const { items } = found.cells
    const valueIn = (cell: Cells['items'][number]) => (of === 'mean-metres' ? cell.metres : cell[of])
    const known = items.flatMap((cell) => valueIn(cell) ?? [])
    const breaks = breaksOf(known, 'quantile', 6, [])
    const colours = coloursFor(breaks.length + 1)
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
    const hexagons = items.flatMap((cell, i): Hexagon[] => {
      const ring = found.shapes[i]
      const value = valueIn(cell)
      if (!ring || value === null) return []
      const label = t('plan.cell', {
        people: number.format(cell.people),
        metres: cell.metres === null ? '–' : number.format(cell.metres),
        access: number.format(cell.access),
        kinds: number.format(cell.kinds),
      })
      return [{ shape: { type: 'Polygon', coordinates: [ring] }, colour: colours[classOf(value, breaks)]!, label }]
    })
    return { hexagons, cells: found.cells, of, shades: { known, breaks, colours } }
  }, [found, of, t, language])
}

/** Words under the table while cells are on the map. */
export function CellsNote({ cells: { cells } }: { cells: CountyCells }) {
  const { t } = useText()
  if (!cells) return null
  return <p className="soft">{t('plan.cellsShown', { count: cells.items.length, left: cells.left })}</p>
}

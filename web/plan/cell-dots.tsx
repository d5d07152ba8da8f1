import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Dot } from './choropleth-map.tsx'
import { breaksOf, classOf, coloursFor } from './classes.ts'

type Cells = ReplyOf<'listCells'>

export interface CellDots {
  dots: readonly Dot[]
  cells: Cells | undefined
}

const none: readonly Dot[] = []

/** The hexagons of a county as dots: as large as people are many, coloured by the figure's own value in them. */
export function useCellDots(runId: number | undefined, county: string | null, figure: string): CellDots {
  const { t, language } = useText()
  const { data } = useQuery({
    queryKey: ['plan-cells', runId, county],
    queryFn: ({ signal }) =>
      call('listCells', { params: { id: runId! }, query: { region: county!, hexagons: 8 }, signal }),
    enabled: runId !== undefined && county !== null,
  })
  const cells = county === null ? undefined : data
  const dots = useMemo(() => {
    if (!cells) return none
    const shownValue = (cell: Cells['items'][number]) =>
      figure === 'access' || figure === 'gini' ? cell.access : figure === 'kinds' ? cell.kinds : (cell.metres ?? 0)
    const breaks = breaksOf(cells.items.map(shownValue), 'quantile', 6, [])
    const isDistance = !['access', 'gini', 'kinds'].includes(figure)
    const colours = isDistance ? coloursFor(breaks.length + 1) : coloursFor(breaks.length + 1).reverse()
    const most = Math.max(1, ...cells.items.map(({ people }) => people))
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
    return cells.items.map((cell) => ({
      lon: cell.lon,
      lat: cell.lat,
      colour: colours[classOf(shownValue(cell), breaks)]!,
      radius: 2 + 7 * Math.sqrt(cell.people / most),
      label: t('plan.cell', {
        people: number.format(cell.people),
        metres: cell.metres === null ? '–' : number.format(cell.metres),
        access: number.format(cell.access),
        kinds: number.format(cell.kinds),
      }),
    }))
  }, [cells, figure, t, language])
  return { dots, cells }
}

/** Words under the table while cells are on the map. */
export function CellsLayer({ cells: { cells } }: { cells: CellDots }) {
  const { t } = useText()
  if (!cells) return null
  return <p className="soft">{t('plan.cellsShown', { count: cells.items.length, left: cells.left })}</p>
}

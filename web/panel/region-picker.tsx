import { useState } from 'react'
import { type PlaceTypes, useRegionCounts, useRegions } from '../client/queries.ts'
import { grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { MapState } from '../state/map-state.ts'
import { regionTree, sumCounts } from '../state/region-tree.ts'
import { Icon } from '../ui/icon.tsx'
import { PanelHead } from '../ui/panel-head.tsx'
import { repeat } from '../ui/repeat.ts'
import { ListProblem } from './list-problem.tsx'

interface Props {
  state: MapState
  types: PlaceTypes | undefined
  onChoose(code: string | null): void
  onClose(): void
}

/** Province → prefecture → county, each with the number of places under the present filters. */
export function RegionPicker({ state, types, onChoose, onClose }: Props) {
  const { language, t } = useText()
  const regions = useRegions()
  const tree = regionTree(regions.data ?? [])
  const here = state.region === null ? undefined : tree.byCode.get(state.region)
  // A county has nothing below it: the list it stands in is what helps.
  const startAt = here && tree.childrenOf(here.code).length === 0 ? here.parentCode : (here?.code ?? null)
  const [parent, setParent] = useState<string | null | undefined>(undefined)
  const shown = parent === undefined ? startAt : parent
  const counts = useRegionCounts(state, types?.types, shown)
  const sums = counts.data ? sumCounts(tree, counts.data.facets?.region ?? []) : null
  const rows = shown === null ? tree.roots : tree.childrenOf(shown)
  const path = shown === null ? [] : tree.pathTo(shown)
  const whole = path.at(-1)
  return (
    <div className="panel region-picker">
      <PanelHead title={t('region.title')} onClose={onClose} />
      <nav className="crumbs" aria-label={t('region.title')}>
        <button type="button" onClick={() => setParent(null)} aria-current={shown === null}>
          {t('common.all')}
        </button>
        {path.map((region) => (
          <span key={region.code}>
            <Icon name="next" size={14} />
            <button type="button" onClick={() => setParent(region.code)} aria-current={region.code === shown}>
              {nameIn(language, region)}
            </button>
          </span>
        ))}
      </nav>
      <ul className="panel-scroll region-rows" aria-busy={regions.isPending}>
        {regions.isError && <ListProblem error={regions.error} onRetry={() => regions.refetch()} />}
        {regions.isPending && repeat(10).map((key) => <li key={key} className="region-row skeleton" />)}
        {regions.data && (
          <li className="region-row">
            <button
              type="button"
              aria-pressed={state.region === (whole?.code ?? null)}
              onClick={() => onChoose(whole?.code ?? null)}
            >
              <b>{whole ? t('region.whole', { name: nameIn(language, whole) }) : t('region.clear')}</b>
              <Count value={whole ? sums?.get(whole.code) : total(sums, tree.roots)} />
            </button>
          </li>
        )}
        {rows.map((region) => {
          const below = tree.childrenOf(region.code).length > 0
          return (
            <li key={region.code} className="region-row">
              <button
                type="button"
                aria-pressed={state.region === region.code}
                onClick={() => {
                  onChoose(region.code)
                  if (below) setParent(region.code)
                }}
              >
                <span>{nameIn(language, region)}</span>
                <Count value={sums?.get(region.code)} />
                {below && <Icon name="next" size={16} />}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Count({ value }: { value: number | undefined }) {
  const { language } = useText()
  return <span className="region-count">{value === undefined ? '' : grouped(value, language)}</span>
}

const total = (sums: Map<string, number> | null, roots: readonly { code: string }[]): number | undefined =>
  sums ? roots.reduce((sum, root) => sum + (sums.get(root.code) ?? 0), 0) : undefined

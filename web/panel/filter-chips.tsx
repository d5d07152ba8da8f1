import type { PlaceTypes } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { countFilters, type Filters } from '../state/map-state.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Icon } from '../ui/icon.tsx'
import { repeat } from '../ui/repeat.ts'
import { categoryIcon } from './category-icon.ts'

interface Props {
  filters: Filters
  types: PlaceTypes | undefined
  near: boolean
  panelOpen: boolean
  onChange(patch: Partial<Filters>): void
  onNear(): void
  onPanel(): void
}

/** The row of chips under the search: the panel of all filters, near me, the quick ones, the categories. */
export function FilterChips({ filters, types, near, panelOpen, onChange, onNear, onPanel }: Props) {
  const { language, t } = useText()
  const count = countFilters(filters)
  const free = filters.fees.length === 1 && filters.fees[0] === 'free'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its frame and legend
    <div className="chips" role="group" aria-label={t('filters.title')}>
      <button type="button" className="chip" aria-pressed={near} onClick={onNear}>
        <Icon name="near" size={16} />
        {t('near.open')}
      </button>
      <button type="button" className="chip" aria-expanded={panelOpen} onClick={onPanel}>
        <Icon name="filter" size={16} />
        {t('filters.open')}
        {count > 0 && <span className="chip-count">{count}</span>}
      </button>
      <button
        type="button"
        className="chip"
        aria-pressed={filters.openNow}
        onClick={() => onChange({ openNow: !filters.openNow })}
      >
        {t('filters.openNow')}
      </button>
      <button
        type="button"
        className="chip"
        aria-pressed={free}
        onClick={() => onChange({ fees: free ? [] : ['free'] })}
      >
        {t('filters.free')}
      </button>
      {types?.categories.map((category) => (
        <button
          type="button"
          key={category.code}
          className="chip"
          aria-pressed={filters.category === category.code}
          onClick={() => onChange({ category: filters.category === category.code ? null : category.code, types: [] })}
        >
          <span className="chip-glyph" style={{ background: category.colour }}>
            <Glyph icon={categoryIcon(types, category.code)} size={14} />
          </span>
          {nameIn(language, category)}
        </button>
      )) ?? repeat(6).map((key) => <span key={key} className="chip skeleton" />)}
    </div>
  )
}

import { useState } from 'react'
import type { PlaceTypes } from '../client/queries.ts'
import { grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { countFilters, type Filters, fees, noFilters, statuses } from '../state/map-state.ts'
import { Glyph } from '../ui/glyph.tsx'
import { PanelHead } from '../ui/panel-head.tsx'
import { categoryIcon } from './category-icon.ts'

interface Props {
  filters: Filters
  types: PlaceTypes
  /** Matches under the filters as they are, when known. */
  total: number | null
  onChange(patch: Partial<Filters>): void
  onClose(): void
}

const sportsAtFirst = 12
const ratings = [3.5, 4, 4.5]

/** Every filter, each change at once on map and list. */
export function FilterPanel({ filters, types, total, onChange, onClose }: Props) {
  const { language, t } = useText()
  const [allSports, setAllSports] = useState(filters.sports.length > 0)
  const sports = allSports ? types.sports : types.sports.slice(0, sportsAtFirst)
  const shownTypes = types.types.filter(
    (type) => !type.deprecated && (filters.category === null || type.category === filters.category),
  )
  return (
    <div className="panel filter-panel">
      <PanelHead title={t('filters.title')} onClose={onClose} />
      <div className="panel-scroll">
        <Group title={t('filters.category')}>
          {types.categories.map((category) => (
            <Toggle
              key={category.code}
              on={filters.category === category.code}
              onClick={() =>
                onChange({ category: filters.category === category.code ? null : category.code, types: [] })
              }
            >
              <span className="chip-glyph" style={{ background: category.colour }}>
                <Glyph icon={categoryIcon(types, category.code)} size={14} />
              </span>
              {nameIn(language, category)}
            </Toggle>
          ))}
        </Group>
        {filters.category !== null && (
          <Group title={t('filters.type')}>
            {shownTypes.map((type) => (
              <Toggle
                key={type.code}
                on={filters.types.includes(type.code)}
                onClick={() => onChange({ types: toggled(filters.types, type.code) })}
              >
                {nameIn(language, type)}
              </Toggle>
            ))}
          </Group>
        )}
        <Group title={t('filters.sport')}>
          {sports.map((sport) => (
            <Toggle
              key={sport.code}
              on={filters.sports.includes(sport.code)}
              onClick={() => onChange({ sports: toggled(filters.sports, sport.code) })}
            >
              {nameIn(language, sport)}
            </Toggle>
          ))}
          {!allSports && types.sports.length > sportsAtFirst && (
            <button type="button" className="text-button" onClick={() => setAllSports(true)}>
              {t('filters.more', { count: types.sports.length })}
            </button>
          )}
        </Group>
        <Group title={t('filters.other')}>
          <Toggle on={filters.openNow} onClick={() => onChange({ openNow: !filters.openNow })}>
            {t('filters.openNow')}
          </Toggle>
          <Toggle on={filters.accessible} onClick={() => onChange({ accessible: !filters.accessible })}>
            {t('filters.accessible')}
          </Toggle>
        </Group>
        <Group title={t('filters.freeBetween')}>
          <FreeBetween value={filters.freeBetween} onChange={(freeBetween) => onChange({ freeBetween })} />
        </Group>
        <Group title={t('filters.fee')}>
          {fees.map((fee) => (
            <Toggle
              key={fee}
              on={filters.fees.includes(fee)}
              onClick={() => onChange({ fees: toggled(filters.fees, fee) })}
            >
              {t(`fee.${fee}`)}
            </Toggle>
          ))}
        </Group>
        <Group title={t('filters.rating')}>
          <Toggle on={filters.minRating === null} onClick={() => onChange({ minRating: null })}>
            {t('filters.anyRating')}
          </Toggle>
          {ratings.map((rating) => (
            <Toggle key={rating} on={filters.minRating === rating} onClick={() => onChange({ minRating: rating })}>
              {t('filters.ratingFrom', { rating })}
            </Toggle>
          ))}
        </Group>
        <Group title={t('filters.status')}>
          {statuses.map((status) => (
            <Toggle
              key={status}
              on={filters.statuses.includes(status)}
              onClick={() => onChange({ statuses: toggled(filters.statuses, status) })}
            >
              {t(`status.${status}`)}
            </Toggle>
          ))}
        </Group>
      </div>
      <div className="panel-foot">
        <button
          type="button"
          className="button quiet"
          disabled={countFilters(filters) === 0}
          onClick={() => onChange(noFilters)}
        >
          {t('filters.clear')}
        </button>
        <button type="button" className="button primary" onClick={onClose}>
          {total === null ? t('common.done') : t('filters.show', { count: grouped(total, language) })}
        </button>
      </div>
    </div>
  )
}

const toggled = <T,>(values: readonly T[], value: T): T[] =>
  values.includes(value) ? values.filter((other) => other !== value) : [...values, value]

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="filter-group">
      <legend>{title}</legend>
      <div className="filter-options">{children}</div>
    </fieldset>
  )
}

function Toggle({ on, onClick, children }: { on: boolean; onClick(): void; children: React.ReactNode }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  )
}

const hours = Array.from({ length: 18 }, (_, index) => `${String(index + 6).padStart(2, '0')}:00`)

/** A court that is free today from one hour to another. */
function FreeBetween({ value, onChange }: { value: string | null; onChange(value: string | null): void }) {
  const { t } = useText()
  const [from, to] = value?.split('-') ?? ['', '']
  const later = [...hours.filter((hour) => hour > from!), '24:00']
  return (
    <>
      <select
        aria-label={t('filters.freeFrom')}
        value={from}
        onChange={({ target }) => {
          const next = target.value
          const end = to && to > next ? to : `${String(Math.min(24, Number(next.slice(0, 2)) + 2)).padStart(2, '0')}:00`
          onChange(next === '' ? null : `${next}-${end}`)
        }}
      >
        <option value="">{t('common.all')}</option>
        {hours.map((hour) => (
          <option key={hour}>{hour}</option>
        ))}
      </select>
      {value && (
        <select
          aria-label={t('filters.freeTo')}
          value={to}
          onChange={({ target }) => onChange(`${from}-${target.value}`)}
        >
          {later.map((hour) => (
            <option key={hour}>{hour}</option>
          ))}
        </select>
      )}
    </>
  )
}

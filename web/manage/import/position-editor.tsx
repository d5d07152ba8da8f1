import { Input } from 'antd'
import { useText } from '../../i18n/use-text.tsx'
import { Choice } from './choice.tsx'
import type { Mapping } from './mapping-form.tsx'

const systems = ['WGS84', 'GCJ-02', 'BD-09', 'CGCS2000']

/** Where the shapes are, and what their coordinates mean. */
export function PositionEditor({
  mapping,
  columns,
  onChange,
}: {
  mapping: Mapping
  columns: readonly string[]
  onChange(part: Partial<Mapping>): void
}) {
  const { t } = useText()
  const { geometry, system } = mapping
  const choices = columns.map((column) => ({ value: column, label: column }))
  const isEpsg = system.startsWith('EPSG:')
  return (
    <section className="import-card">
      <h3>{t('import.position')}</h3>
      {geometry.kind === 'columns' && (
        <>
          <Choice
            label={t('import.x')}
            value={geometry.x}
            options={choices}
            onChange={(x) => onChange({ geometry: { ...geometry, x: x! } })}
          />
          <Choice
            label={t('import.y')}
            value={geometry.y}
            options={choices}
            onChange={(y) => onChange({ geometry: { ...geometry, y: y! } })}
          />
        </>
      )}
      {geometry.kind === 'wkt' && (
        <Choice
          label={t('import.wkt')}
          value={geometry.column}
          options={choices}
          onChange={(column) => onChange({ geometry: { ...geometry, column: column! } })}
        />
      )}
      {geometry.kind === 'geometry' && (
        <>
          <p>{t('import.inFile')}</p>
          <Choice
            label={t('import.multi')}
            value={geometry.multi}
            options={(['keep', 'split', 'largest'] as const).map((value) => ({
              value,
              label: t(`import.multi.${value}`),
            }))}
            onChange={(multi) => onChange({ geometry: { ...geometry, multi: multi as typeof geometry.multi } })}
          />
        </>
      )}
      <Choice
        label={t('import.system')}
        value={isEpsg ? 'EPSG' : system}
        options={[
          ...systems.map((value) => ({ value, label: value })),
          { value: 'EPSG', label: t('import.system.other') },
        ]}
        onChange={(chosen) => onChange({ system: chosen === 'EPSG' ? 'EPSG:4544' : chosen! })}
      />
      {isEpsg && (
        <Input
          aria-label={t('import.system.other')}
          value={system}
          onChange={(event) => onChange({ system: event.target.value.toUpperCase() })}
        />
      )}
      <p className="soft">{t('import.systemHint')}</p>
    </section>
  )
}

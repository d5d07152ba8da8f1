import { useQueryClient } from '@tanstack/react-query'
import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { addressOf, type ReplyOf } from '../api.ts'
import { routeTable } from '../client/route-table.ts'
import { useText } from '../i18n/use-text.tsx'
import { ImportForm } from './import-form.tsx'

const formats = ['geotiff', 'csv', 'h3'] as const
type Format = (typeof formats)[number]
const refusals = ['file-too-large', 'population-unreadable', 'system-unknown', 'population-empty', 'offline'] as const

/** Brings in a grid: the file, what it is, its coordinates, and whether it shall be scaled to the census. */
export function PopulationForm({ onImported }: { onImported(id: number): void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [format, setFormat] = useState<Format>('csv')
  const [system, setSystem] = useState('')
  const [scale, setScale] = useState(false)
  const isSystemBad = system !== '' && !/^(WGS84|CGCS2000|GCJ-02|BD-09|EPSG:\d{4,6})$/.test(system)
  const wish = { format, system: system || undefined, scale: scale ? 'true' : 'false' } as const
  return (
    <ImportForm<ReplyOf<'getPopulation'>>
      accept=".tif,.tiff,.csv,.txt"
      fileWords={t('plan.gridFile')}
      how={t(`plan.formatHow.${format}`)}
      onChoose={({ name }) => setFormat(/\.tiff?$/i.test(name) ? 'geotiff' : /h3/i.test(name) ? 'h3' : 'csv')}
      beside={
        <>
          <div className="plan-control">
            <span>{t('plan.format')}</span>
            <Select
              value={format}
              aria-label={t('plan.format')}
              onChange={setFormat}
              options={formats.map((value) => ({ value, label: t(`plan.format.${value}`) }))}
            />
          </div>
          <div className="plan-control">
            <span>{t('plan.system')}</span>
            <Input
              value={system}
              status={isSystemBad ? 'error' : ''}
              aria-label={t('plan.system')}
              placeholder={format === 'geotiff' ? t('plan.systemOfFile') : 'WGS84'}
              list="plan-systems"
              onChange={(event) => setSystem(event.target.value.trim())}
            />
            <datalist id="plan-systems">
              {['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09', 'EPSG:3857', 'EPSG:4490'].map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          </div>
        </>
      }
      below={
        <Checkbox checked={scale} onChange={(event) => setScale(event.target.checked)}>
          {t('plan.scale')}
        </Checkbox>
      }
      canSend={!isSystemBad}
      addressOf={(name) => addressOf(routeTable.importPopulation[1], {}, { name, ...wish })}
      checkingWords={t('plan.checkingCells')}
      refusalWords={(code) => {
        const known = refusals.find((one) => one === code)
        return known ? t(`plan.refused.${known}`) : t('plan.refused')
      }}
      onImported={({ id }) => {
        void client.invalidateQueries({ queryKey: ['plan-population'] })
        onImported(id)
      }}
    />
  )
}

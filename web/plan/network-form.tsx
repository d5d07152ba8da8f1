import { Select } from 'antd'
import { useState } from 'react'
import { addressOf, type ReplyOf } from '../api.ts'
import { routeTable } from '../client/route-table.ts'
import { useText } from '../i18n/use-text.tsx'
import { ImportForm } from './import-form.tsx'

const systems = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const
const refusals = ['file-too-large', 'network-unreadable', 'offline'] as const

/** Brings in a network of paths: GeoJSON lines and their coordinates. */
export function NetworkForm({ onImported }: { onImported(): void }) {
  const { t } = useText()
  const [system, setSystem] = useState<(typeof systems)[number]>('WGS84')
  return (
    <ImportForm<ReplyOf<'importNetwork'>>
      accept=".geojson,.json"
      fileWords={t('plan.networkFile')}
      how={t('plan.networkFileHow')}
      beside={
        <div className="plan-control">
          <span>{t('plan.system')}</span>
          <Select
            value={system}
            aria-label={t('plan.system')}
            onChange={setSystem}
            options={systems.map((value) => ({ value, label: value }))}
          />
        </div>
      }
      addressOf={(name) => addressOf(routeTable.importNetwork[1], {}, { name, system })}
      checkingWords={t('plan.joiningWays')}
      refusalWords={(code) => {
        const known = refusals.find((one) => one === code)
        return known ? t(`plan.networkRefused.${known}`) : t('plan.refused')
      }}
      onImported={onImported}
    />
  )
}

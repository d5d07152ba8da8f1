import { Button, Dropdown } from 'antd'
import type OlMap from 'ol/Map.js'
import type { RefObject } from 'react'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { exportMap } from './export-map.ts'
import { figureName } from './figure-words.ts'
import { populationName } from './run-facts.tsx'
import type { Shades } from './shades.ts'
import type { Run } from './use-runs.ts'

interface Props {
  run: Run
  figure: string
  level: string
  shades: Shades
  map: RefObject<OlMap | null>
}

const formats = ['xlsx', 'csv', 'geojson', 'png'] as const

/** The figures of all regions of the level as a file, or the map as a picture with what it needs to be understood alone. */
export function ExportMenu({ run, figure, level, shades, map }: Props) {
  const { t, language } = useText()
  const take = (format: (typeof formats)[number]) => {
    if (format !== 'png') return location.assign(`/api/planning/runs/${run.id}/export?format=${format}&level=${level}`)
    const { known, breaks, colours } = shades
    const sources = t('plan.sources', { population: populationName(run, t), at: run.dataAt?.slice(0, 10) ?? '' })
    if (map.current)
      void exportMap(map.current, { title: figureName(figure, t), breaks, colours, figure, language, known, sources })
  }
  return (
    <Dropdown
      menu={{
        items: formats.map((key) => ({ key, label: t(`plan.export.${key}` as TextKey) })),
        onClick: ({ key }) => take(key as (typeof formats)[number]),
      }}
    >
      <Button>{t('plan.export')}</Button>
    </Dropdown>
  )
}

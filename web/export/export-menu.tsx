import './export.css'
import { useRef } from 'react'
import { addressOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { useDownload } from './use-download.ts'

const formats = ['csv', 'xlsx', 'geojson', 'kml', 'gpx', 'gpkg'] as const
const systems = ['WGS84', 'GCJ-02', 'BD-09']
const names: Readonly<Record<(typeof formats)[number], string>> = {
  csv: 'CSV',
  xlsx: 'Excel',
  geojson: 'GeoJSON',
  kml: 'KML',
  gpx: 'GPX',
  gpkg: 'GeoPackage',
}

interface Props {
  /** The present search and filters. */
  query: object
  /** What is exported, where it is not the list beside it. */
  note?: string
}

/** Everything that the present search finds, as a file; long ones show how much has come, and can be called off. */
export function ExportMenu({ query, note }: Props) {
  const { t } = useText()
  const form = useRef<HTMLFormElement>(null)
  const menu = useRef<HTMLDetailsElement>(null)
  const download = useDownload(() => menu.current?.removeAttribute('open'))
  const take = (format: string) => {
    const fixed = format === 'kml' || format === 'gpx' || format === 'survey'
    const system = fixed ? undefined : new FormData(form.current!).get('system')
    download.start(addressOf('/api/exports/places', {}, { ...query, format, system }))
  }
  const isRunning = download.receivedBytes !== null
  return (
    <details
      className="export-menu"
      ref={menu}
      onKeyDown={({ key }) => {
        if (key === 'Escape') menu.current?.removeAttribute('open')
      }}
    >
      <summary className="button quiet">{t(isRunning ? 'export.running' : 'export.button')}</summary>
      <form
        className="export-card"
        ref={form}
        aria-label={t('export.title')}
        onSubmit={(event) => event.preventDefault()}
      >
        <p className="soft">{note ?? t('export.note')}</p>
        <label>
          {t('export.system')}
          <select name="system" disabled={isRunning}>
            {systems.map((system) => (
              <option key={system}>{system}</option>
            ))}
          </select>
        </label>
        <div className="export-formats">
          {formats.map((format) => (
            <button key={format} type="button" className="button" disabled={isRunning} onClick={() => take(format)}>
              {names[format]}
            </button>
          ))}
          <button type="button" className="button" disabled={isRunning} onClick={() => take('survey')}>
            {t('export.table')}
          </button>
        </div>
        {download.receivedBytes !== null && (
          <div className="export-progress" role="status">
            <progress aria-label={t('export.running')} />
            <span>{t('export.received', { size: megabytes(download.receivedBytes) })}</span>
            <button type="button" className="button quiet" onClick={download.cancel}>
              {t('common.cancel')}
            </button>
          </div>
        )}
        {download.problem && (
          <p className="inline-problem" role="alert">
            {t('export.failed', { detail: download.problem })}
          </p>
        )}
      </form>
    </details>
  )
}

/** How long a file becomes is known only at its end: what has come is told in tenths. */
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

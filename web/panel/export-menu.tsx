import { useRef } from 'react'
import { addressOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

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

/** Everything that the present search finds, as a file: the browser asks for it like for a link. */
export function ExportMenu({ query }: { query: object }) {
  const { t } = useText()
  const form = useRef<HTMLFormElement>(null)
  const menu = useRef<HTMLDetailsElement>(null)
  const address = (format: string) => {
    const system = new FormData(form.current!).get('system')
    return addressOf(
      '/api/exports/places',
      {},
      { ...query, format, system: format === 'kml' || format === 'gpx' || format === 'survey' ? undefined : system },
    )
  }
  const take = (format: string) => {
    location.assign(address(format))
    menu.current?.removeAttribute('open')
  }
  return (
    <details className="export-menu" ref={menu}>
      <summary className="button quiet">{t('export.button')}</summary>
      <form
        className="export-card"
        ref={form}
        aria-label={t('export.title')}
        onSubmit={(event) => event.preventDefault()}
      >
        <p className="soft">{t('export.note')}</p>
        <label>
          {t('export.system')}
          <select name="system">
            {systems.map((system) => (
              <option key={system}>{system}</option>
            ))}
          </select>
        </label>
        <div className="export-formats">
          {formats.map((format) => (
            <button key={format} type="button" className="button" onClick={() => take(format)}>
              {names[format]}
            </button>
          ))}
          <button type="button" className="button" onClick={() => take('survey')}>
            {t('export.table')}
          </button>
        </div>
      </form>
    </details>
  )
}

import './export.css'
import type { TableFormat } from '../../api/contract/lists.ts'
import { addressOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { useDownload } from './use-download.ts'

interface Props {
  /** Which list: `/api/exports/{list}`. */
  list: 'people' | 'audit' | 'reports' | 'imports' | 'documents'
  /** The filters that the list beside it has. */
  query?: object
}

const formats: readonly [TableFormat, string][] = [
  ['xlsx', 'Excel'],
  ['csv', 'CSV'],
]

/** The whole list as a file, as it is filtered now. */
export function ListExport({ list, query = {} }: Props) {
  const { t } = useText()
  const download = useDownload(() => {})
  return (
    <span className="list-export">
      {formats.map(([format, name]) => (
        <button
          key={format}
          type="button"
          className="button quiet"
          disabled={download.receivedBytes !== null}
          onClick={() => download.start(addressOf(`/api/exports/${list}`, {}, { ...query, format }))}
        >
          {t('export.as', { format: name })}
        </button>
      ))}
      {download.problem && (
        <span className="inline-problem" role="alert">
          {download.problem}
        </span>
      )}
    </span>
  )
}

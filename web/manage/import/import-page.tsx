import './import.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Progress, Tag } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { goTo, useQueryString } from '../../console/console-address.ts'
import { ListExport } from '../../export/list-export.tsx'
import { useText } from '../../i18n/use-text.tsx'
import { ImportSteps } from './import-steps.tsx'
import { mostBytes, uploadImport } from './upload-import.ts'

type Import = ReplyOf<'getImport'>

/** `/manage/import`: a file becomes places, step by step; the address keeps which import is open. */
export function ImportPage() {
  const { t } = useText()
  const id = Number(new URLSearchParams(useQueryString()).get('id')) || null
  return (
    <div className="import-page">
      <div className="console-title">
        <h2>{t('import.title')}</h2>
        {id === null && <ListExport list="imports" />}
        {id !== null && <Button onClick={() => goTo('/manage/import')}>{t('import.backToList')}</Button>}
      </div>
      {id === null ? <Start /> : <ImportSteps key={id} id={id} />}
    </div>
  )
}

function Start() {
  const { t } = useText()
  const [share, setShare] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const client = useQueryClient()
  const take = async (file: File | undefined) => {
    if (!file) return
    setProblem(null)
    if (file.size > mostBytes) return setProblem(t('import.tooLarge'))
    setShare(0)
    try {
      const id = await uploadImport(file, setShare)
      void client.invalidateQueries({ queryKey: ['imports'] })
      goTo(`/manage/import?id=${id}`)
    } catch {
      setProblem(t('import.uploadFailed'))
    } finally {
      setShare(null)
    }
  }
  return (
    <>
      <section className="import-card">
        <p>{t('import.intro')}</p>
        <label className="import-file">
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.geojson,.json,.gpx,.kml,.kmz,.zip"
            disabled={share !== null}
            onChange={(event) => void take(event.target.files?.[0])}
          />
          <span className="import-file-button">{t('import.choose')}</span>
          <span className="soft">{t('import.chooseHint')}</span>
        </label>
        {share !== null && (
          <div aria-live="polite">
            <Progress
              percent={Math.round(share * 100)}
              aria-label={t('import.uploading', { percent: Math.round(share * 100) })}
            />
          </div>
        )}
        {problem && (
          <p className="import-problem" role="alert">
            {problem}
          </p>
        )}
      </section>
      <History />
    </>
  )
}

function History() {
  const { t, language } = useText()
  const list = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => call('listImports', { query: { limit: 20 }, signal }),
  })
  const items = list.data?.items ?? []
  return (
    <section className="import-card">
      <h3>{t('import.history')}</h3>
      {list.isSuccess && items.length === 0 && <p className="soft">{t('import.none')}</p>}
      <ul className="import-history">
        {items.map((one: Import) => (
          <li key={one.id}>
            <button type="button" onClick={() => goTo(`/manage/import?id=${one.id}`)}>
              <b>{one.name}</b>
              <span className="soft">{new Date(one.createdAt).toLocaleString(language)}</span>
              <Tag>{t(`import.state.${one.state}`)}</Tag>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

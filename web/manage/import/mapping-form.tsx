import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { usePlaceTypes } from '../../client/queries.ts'
import { useText } from '../../i18n/use-text.tsx'
import { Choice } from './choice.tsx'
import { CodesEditor } from './codes-editor.tsx'
import { FieldsEditor } from './fields-editor.tsx'
import { PositionEditor } from './position-editor.tsx'

type Import = ReplyOf<'getImport'>
export type Preview = ReplyOf<'previewImport'>
export type Mapping = Preview['suggestion']
interface Read {
  encoding?: string
  delimiter?: string
  sheet?: string
}

/** What the columns mean: suggested from their headings, changed by hand, or taken from a saved mapping. */
export function MappingForm({ one, onChecked }: { one: Import; onChecked(next: Import): void }) {
  const { t } = useText()
  const [read, setRead] = useState<Read>({})
  const [mapping, setMapping] = useState<Mapping | null>(one.mapping)
  const [problem, setProblem] = useState<string | null>(null)
  const preview = useQuery({
    queryKey: ['import-preview', one.id, read],
    queryFn: ({ signal }) => call('previewImport', { params: { id: one.id }, query: read, signal }),
  })
  const types = usePlaceTypes()
  useEffect(() => {
    const found = preview.data
    if (found) setMapping((before) => (before && Object.keys(read).length === 0 ? before : found.suggestion))
  }, [preview.data, read])
  if (preview.isError) {
    const detail = preview.error instanceof ApiProblem ? preview.error.message : ''
    return <Alert type="error" showIcon title={t('import.failed', { detail })} />
  }
  if (!preview.data || !mapping) return <div className="console-loading skeleton" aria-busy="true" />
  const change = (part: Partial<Mapping>) => setMapping({ ...mapping, ...part })
  const check = async () => {
    setProblem(null)
    try {
      onChecked(await call('checkImport', { params: { id: one.id }, body: { mapping } }))
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.message : t('console.noAnswer'))
    }
  }
  const { columns } = preview.data
  const choices = columns.map((column) => ({ value: column, label: column }))
  return (
    <div className="import-form">
      <FileFacts preview={preview.data} read={read} onRead={setRead} />
      <section className="import-card">
        <h3>{t('import.identity')}</h3>
        <label className="import-line" htmlFor="import-source">
          <span>{t('import.source')}</span>
          <Input
            id="import-source"
            value={mapping.source}
            onChange={(event) => change({ source: event.target.value })}
          />
        </label>
        <p className="soft">{t('import.sourceHint')}</p>
        <Choice
          label={t('import.ref')}
          value={mapping.ref}
          none={t('import.refNone')}
          options={choices}
          onChange={(ref) => change({ ref })}
        />
        <Choice
          label={t('import.groupBy')}
          value={mapping.groupBy}
          none={t('import.groupNone')}
          options={choices}
          onChange={(groupBy) => change({ groupBy })}
        />
        {mapping.groupBy !== null && (
          <>
            <Choice
              label={t('import.courtSport')}
              value={mapping.court?.sport?.column ?? null}
              none={t('import.notGiven')}
              options={choices}
              onChange={(column) => change({ court: column === null ? null : { ...mapping.court, sport: { column } } })}
            />
            <Choice
              label={t('import.courtCount')}
              value={mapping.court?.count?.column ?? null}
              none={t('import.notGiven')}
              options={choices}
              onChange={(column) =>
                mapping.court &&
                change({ court: { ...mapping.court, count: column === null ? undefined : { column } } })
              }
            />
          </>
        )}
      </section>
      <PositionEditor mapping={mapping} columns={columns} onChange={change} />
      <FieldsEditor
        mapping={mapping}
        columns={columns}
        types={types.data?.types ?? []}
        onChange={(fields) => change({ fields })}
      />
      <CodesEditor
        mapping={mapping}
        rows={preview.data.rows}
        types={types.data?.types ?? []}
        onChange={(fields) => change({ fields })}
      />
      <SavedMappings mapping={mapping} onTake={(saved) => setMapping({ ...saved, read: mapping.read })} />
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      <Button type="primary" size="large" onClick={() => void check()}>
        {t('import.check')}
      </Button>
    </div>
  )
}

function FileFacts({ preview, read, onRead }: { preview: Preview; read: Read; onRead(read: Read): void }) {
  const { t } = useText()
  const encodings = [...new Set([preview.encoding ?? '', 'UTF-8', 'GB18030', 'Big5', 'UTF-16LE'])].filter(Boolean)
  const delimiters = [
    { value: ',', label: t('import.delimiter.,') },
    { value: '\t', label: t('import.delimiter.tab') },
    { value: ';', label: t('import.delimiter.;') },
    { value: '|', label: t('import.delimiter.|') },
  ]
  return (
    <section className="import-card">
      <h3>{t('import.read')}</h3>
      <p>
        {t('import.format')} <b>{preview.format}</b>
      </p>
      {preview.encoding && (preview.format === 'csv' || preview.format === 'shapefile') && (
        <Choice
          label={t('import.encoding')}
          value={preview.encoding}
          options={encodings.map((value) => ({ value, label: value }))}
          onChange={(encoding) => onRead({ ...read, encoding: encoding! })}
        />
      )}
      {preview.delimiter && (
        <Choice
          label={t('import.delimiter')}
          value={preview.delimiter}
          options={delimiters}
          onChange={(delimiter) => onRead({ ...read, delimiter: delimiter! })}
        />
      )}
      {preview.sheets.length > 1 && (
        <Choice
          label={t('import.sheet')}
          value={preview.sheet}
          options={preview.sheets.map((value) => ({ value, label: value }))}
          onChange={(sheet) => onRead({ ...read, sheet: sheet! })}
        />
      )}
      <h4>{t('import.preview')}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <section className="import-scroll" tabIndex={0} aria-label={t('import.preview')}>
        <table>
          <thead>
            <tr>
              {preview.columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, 5).map((row) => (
              <tr key={JSON.stringify(row)}>
                {preview.columns.map((column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function SavedMappings({ mapping, onTake }: { mapping: Mapping; onTake(mapping: Mapping): void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [said, setSaid] = useState('')
  const saved = useQuery({
    queryKey: ['import-mappings'],
    queryFn: ({ signal }) => call('listImportMappings', { signal }),
  })
  const items = saved.data?.items ?? []
  const save = async () => {
    try {
      await call('saveImportMapping', { body: { name, mapping } })
      setSaid(t('import.savedNow'))
      void client.invalidateQueries({ queryKey: ['import-mappings'] })
    } catch (error) {
      setSaid(error instanceof ApiProblem ? error.message : t('console.noAnswer'))
    }
  }
  return (
    <section className="import-card">
      <h3>{t('import.saved')}</h3>
      {items.length > 0 && (
        <Choice
          label={t('import.saved')}
          value={null}
          none="—"
          options={items.map((item) => ({ value: item.name, label: item.name }))}
          onChange={(chosen) => {
            const found = items.find((item) => item.name === chosen)
            if (found) onTake(found.mapping)
          }}
        />
      )}
      <div className="import-save">
        <Input
          value={name}
          aria-label={t('import.saveName')}
          placeholder={t('import.saveName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button disabled={name.trim() === ''} onClick={() => void save()}>
          {t('import.save')}
        </Button>
      </div>
      <p className="soft" aria-live="polite">
        {said}
      </p>
    </section>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Progress, Steps } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import { CheckResult } from './check-result.tsx'
import { MappingForm } from './mapping-form.tsx'

type Import = ReplyOf<'getImport'>

const busy = new Set<Import['state']>(['uploading', 'checking', 'applying', 'undoing'])
const pollMs = 700

/** One import: its mapping, its dry run, and what became of it. */
export function ImportSteps({ id }: { id: number }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const [mappingOpen, setMappingOpen] = useState(false)
  const key = ['import', id]
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call('getImport', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && busy.has(state.data.state) ? pollMs : false),
  })
  const one = found.data
  if (!one)
    return found.isError ? (
      <Alert type="error" title={t('console.noAnswer')} />
    ) : (
      <div className="console-loading skeleton" aria-busy="true" />
    )
  const refresh = (next: Import) => {
    setMappingOpen(false)
    client.setQueryData(key, next)
    void client.invalidateQueries({ queryKey: ['import-rows', id] })
    void client.invalidateQueries({ queryKey: ['imports'] })
  }
  const mapping = one.state === 'uploaded' || mappingOpen || (one.state === 'failed' && one.counts.new === undefined)
  return (
    <>
      <p className="import-name">
        <b>{one.name}</b> <span className="soft">{t(`import.state.${one.state}`)}</span>
      </p>
      <Steps
        size="small"
        responsive={false}
        className="import-steps"
        current={mapping ? 0 : ['applied', 'undone', 'applying', 'undoing'].includes(one.state) ? 2 : 1}
        items={(['map', 'check', 'apply'] as const).map((step) => ({ title: t(`import.step.${step}`) }))}
      />
      <Trouble one={one} />
      {one.notes.map((note) => (
        <Alert key={note.code} type="warning" showIcon title={language === 'en' ? note.messageEn : note.messageZh} />
      ))}
      {busy.has(one.state) ? (
        <Working one={one} />
      ) : mapping ? (
        <MappingForm one={one} onChecked={refresh} />
      ) : (
        <CheckResult one={one} onMoved={refresh} onMapping={() => setMappingOpen(true)} />
      )}
    </>
  )
}

/** What went otherwise than hoped, in the page's language where its kind is known by the counts. */
function Trouble({ one: { state, counts, problem } }: { one: Import }) {
  const { t } = useText()
  if (problem === null) return null
  const left = state === 'applied' ? (counts.skipped ?? 0) : 0
  const words = left > 0 ? t('import.leftOut', { count: left }) : t('import.failed', { detail: problem })
  // That places were kept is said beside the number that were undone.
  if (state === 'undone' && (counts.kept ?? 0) > 0) return null
  return <Alert type="warning" showIcon title={words} />
}

function Working({ one }: { one: Import }) {
  const { t } = useText()
  const { doneRows, totalRows } = one
  const known = totalRows !== null && one.state !== 'checking'
  return (
    <section className="import-card" aria-live="polite">
      <p>
        {known ? t('import.workingOf', { done: doneRows, total: totalRows }) : t('import.working', { done: doneRows })}
      </p>
      <Progress
        percent={known ? Math.round((doneRows / Math.max(1, totalRows)) * 100) : 100}
        status="active"
        showInfo={known}
        aria-label={t(`import.state.${one.state}`)}
      />
    </section>
  )
}

import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { useText } from '../i18n/use-text.tsx'

const results = ['passed', 'passed-with-conditions', 'failed'] as const

/** When a report or certificate was issued, by whom, with what result, and until when it counts. */
export function DocumentForm({ file, onSaved }: { file: FileRecord; onSaved(): Promise<void> }) {
  const { t } = useText()
  const [given, setGiven] = useState({
    issuedOn: file.issuedOn,
    expiresOn: file.expiresOn,
    issuer: file.issuer,
    result: file.result,
  })
  const [problem, setProblem] = useState('')
  const save = async () => {
    try {
      await call('changeFile', { params: { id: file.id }, body: given, ifMatch: file.version })
      await onSaved()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.message : String(error))
    }
  }
  const day = (key: 'issuedOn' | 'expiresOn') => (
    <label htmlFor={`${key}-${file.id}`}>
      {t(`files.${key}`)}
      <Input
        id={`${key}-${file.id}`}
        type="date"
        value={given[key] ?? ''}
        onChange={({ target }) => setGiven({ ...given, [key]: target.value || null })}
      />
    </label>
  )
  return (
    <form
      className="document-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {day('issuedOn')}
      {day('expiresOn')}
      <label htmlFor={`issuer-${file.id}`}>
        {t('files.issuer')}
        <Input
          id={`issuer-${file.id}`}
          value={given.issuer ?? ''}
          maxLength={200}
          onChange={({ target }) => setGiven({ ...given, issuer: target.value || null })}
        />
      </label>
      <label htmlFor={`result-${file.id}`}>
        {t('files.result')}
        <Select
          id={`result-${file.id}`}
          allowClear
          value={given.result}
          options={results.map((value) => ({ value, label: t(`files.result.${value}`) }))}
          onChange={(value) => setGiven({ ...given, result: value ?? null })}
        />
      </label>
      {problem && (
        <p className="inline-problem" role="alert">
          {t('files.notSaved', { reason: problem })}
        </p>
      )}
      <Button type="primary" htmlType="submit">
        {t('files.save')}
      </Button>
    </form>
  )
}

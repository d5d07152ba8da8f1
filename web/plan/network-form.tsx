import { Button, Input, Progress, Select } from 'antd'
import { useState } from 'react'
import { addressOf, type ReplyOf } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { routeTable } from '../client/route-table.ts'
import { sendFile } from '../client/send-file.ts'
import { useText } from '../i18n/use-text.tsx'

const systems = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const
const refusals = ['file-too-large', 'network-unreadable', 'offline'] as const

/** Brings in a network of paths: GeoJSON lines and their coordinates. */
export function NetworkForm({ onImported }: { onImported(): void }) {
  const { t } = useText()
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [system, setSystem] = useState<(typeof systems)[number]>('WGS84')
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const choose = (next: File) => {
    setFile(next)
    setProblem(null)
    if (name === '') setName(next.name.replace(/\.[^.]+$/, '').slice(0, 120))
  }
  const send = async () => {
    setProblem(null)
    setSent(0)
    try {
      const address = addressOf(routeTable.importNetwork[1], {}, { name: name.trim(), system })
      await sendFile<ReplyOf<'importNetwork'>>(address, file!, { onProgress: setSent })
      setFile(null)
      setName('')
      onImported()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'offline', detail: '' }))
    } finally {
      setSent(null)
    }
  }
  const refusal = refusals.find((code) => code === problem?.code)
  return (
    <form
      className="plan-form plan-card"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label className="plan-upload">
        <input
          key={file ? 'chosen' : 'none'}
          type="file"
          accept=".geojson,.json"
          onChange={(event) => event.target.files?.[0] && choose(event.target.files[0])}
        />
        <span className="plan-upload-button">{t(file ? 'plan.otherFile' : 'plan.networkFile')}</span>
        {file && <span className="plan-file">{file.name}</span>}
      </label>
      <p className="soft">{t('plan.networkFileHow')}</p>
      <div className="plan-pair">
        <div className="plan-control">
          <span>{t('plan.runName')}</span>
          <Input
            value={name}
            maxLength={120}
            aria-label={t('plan.runName')}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div className="plan-control">
          <span>{t('plan.system')}</span>
          <Select
            value={system}
            aria-label={t('plan.system')}
            onChange={setSystem}
            options={systems.map((value) => ({ value, label: value }))}
          />
        </div>
      </div>
      <Button type="primary" htmlType="submit" loading={sent !== null} disabled={!file || name.trim() === ''}>
        {t('plan.importGrid')}
      </Button>
      {sent !== null && (
        <div role="status">
          <Progress percent={Math.round(sent * 100)} aria-label={t('plan.importGrid')} />
          <span className="soft">{t(sent < 1 ? 'plan.sending' : 'plan.joiningWays')}</span>
        </div>
      )}
      {problem && (
        <div className="notice" role="alert">
          <p>{refusal ? t(`plan.networkRefused.${refusal}`) : t('plan.refused')}</p>
          {problem.message && <p className="soft">{problem.message}</p>}
        </div>
      )}
    </form>
  )
}

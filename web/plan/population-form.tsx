import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, Progress, Select } from 'antd'
import { useState } from 'react'
import { addressOf, type ReplyOf } from '../api.ts'
import { ApiProblem, offlineProblem } from '../client/problem.ts'
import { routeTable } from '../client/route-table.ts'
import { sendFile } from '../client/send-file.ts'
import { useText } from '../i18n/use-text.tsx'

const formats = ['geotiff', 'csv', 'h3'] as const
type Format = (typeof formats)[number]
const refusals = ['file-too-large', 'population-unreadable', 'system-unknown', 'population-empty', 'offline'] as const

/** Brings in a grid: the file, what it is, its coordinates, and whether it shall be scaled to the census. */
export function PopulationForm({ onImported }: { onImported(id: number): void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [format, setFormat] = useState<Format>('csv')
  const [system, setSystem] = useState('')
  const [scale, setScale] = useState(false)
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const isSystemBad = system !== '' && !/^(WGS84|CGCS2000|GCJ-02|BD-09|EPSG:\d{4,6})$/.test(system)
  const choose = (next: File) => {
    setFile(next)
    setProblem(null)
    if (name === '') setName(next.name.replace(/\.[^.]+$/, '').slice(0, 120))
    if (/\.tiff?$/i.test(next.name)) setFormat('geotiff')
    else if (/h3/i.test(next.name)) setFormat('h3')
    else setFormat('csv')
  }
  const send = async () => {
    setProblem(null)
    setSent(0)
    try {
      const wish = { name: name.trim(), format, system: system || undefined, scale: scale ? 'true' : 'false' } as const
      const address = addressOf(routeTable.importPopulation[1], {}, wish)
      const { id } = await sendFile<ReplyOf<'getPopulation'>>(address, file!, { onProgress: setSent })
      await client.invalidateQueries({ queryKey: ['plan-population'] })
      setFile(null)
      setName('')
      onImported(id)
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : offlineProblem())
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
          accept=".tif,.tiff,.csv,.txt"
          onChange={(event) => event.target.files?.[0] && choose(event.target.files[0])}
        />
        <span className="plan-upload-button">{t(file ? 'plan.otherFile' : 'plan.gridFile')}</span>
        {file && <span className="plan-file">{file.name}</span>}
      </label>
      <p className="soft">{t(`plan.formatHow.${format}`)}</p>
      <div className="plan-pair">
        <div className="plan-control">
          <span>{t('plan.format')}</span>
          <Select
            value={format}
            aria-label={t('plan.format')}
            onChange={setFormat}
            options={formats.map((value) => ({ value, label: t(`plan.format.${value}`) }))}
          />
        </div>
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
          <Input
            value={system}
            status={isSystemBad ? 'error' : ''}
            aria-label={t('plan.system')}
            placeholder={format === 'geotiff' ? t('plan.systemOfFile') : 'WGS84'}
            list="plan-systems"
            onChange={(event) => setSystem(event.target.value.trim())}
          />
          <datalist id="plan-systems">
            {['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09', 'EPSG:3857', 'EPSG:4490'].map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        </div>
      </div>
      <Checkbox checked={scale} onChange={(event) => setScale(event.target.checked)}>
        {t('plan.scale')}
      </Checkbox>
      <Button
        type="primary"
        htmlType="submit"
        loading={sent !== null}
        disabled={!file || name.trim() === '' || isSystemBad}
      >
        {t('plan.importGrid')}
      </Button>
      {sent !== null && (
        <div role="status">
          <Progress percent={Math.round(sent * 100)} aria-label={t('plan.importGrid')} />
          <span className="soft">{t(sent < 1 ? 'plan.sending' : 'plan.checkingCells')}</span>
        </div>
      )}
      {problem && (
        <div className="notice" role="alert">
          <p>{refusal ? t(`plan.refused.${refusal}`) : t('plan.refused')}</p>
          {problem.message && <p className="soft">{problem.message}</p>}
        </div>
      )}
    </form>
  )
}

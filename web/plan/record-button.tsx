import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { wordsOfProblem } from '../account/words-of-problem.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

interface Props {
  scenarioId: number
  position: number
  placeId: number | null
  /** Only what is saved can become a record: the server reads the scenario, not the page. */
  canRecord: boolean
  onRecorded(placeId: number): void
}

/** Makes a record with status planned of a place that a scenario adds; once it is one, the way to it. */
export function RecordButton({ scenarioId, position, placeId, canRecord, onRecorded }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const [refusal, setRefusal] = useState<Error | null>(null)
  if (placeId !== null) return <a href={`/places/${placeId}`}>{t('plan.recorded')}</a>
  const record = async () => {
    setRefusal(null)
    try {
      const made = await call('recordSite', { body: { scenarioId, position } })
      onRecorded(made.placeId)
      await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
    } catch (error) {
      setRefusal(error as Error)
    }
  }
  return (
    <>
      {refusal && <span role="alert">{wordsOfProblem(refusal, t)}</span>}
      <Button size="small" disabled={!canRecord} onClick={() => void record()}>
        {t('plan.record')}
      </Button>
    </>
  )
}

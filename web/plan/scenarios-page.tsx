import './plan.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { ScenarioEditor } from './scenario-editor.tsx'
import { useAddress } from './use-runs.ts'

export const scenariosQuery = {
  queryKey: ['plan-scenarios'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call('listScenarios', { signal }),
}

/** `/plan/scenarios`: planned changes, saved under a name, and what they would do beside what is. */
export function ScenariosPage() {
  const { t } = useText()
  const client = useQueryClient()
  const { query, set } = useAddress()
  const scenarios = useQuery(scenariosQuery)
  const [name, setName] = useState('')
  const items = scenarios.data?.items ?? []
  const scenario = items.find(({ id }) => id === Number(query.get('scenario'))) ?? items[0]
  const make = async () => {
    const made = await call('createScenario', { body: { name: name.trim(), note: '', changes: [], isShared: false } })
    await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
    set({ scenario: String(made.id) })
    setName('')
  }
  const putAway = async (id: number) => {
    await call('archiveScenario', { params: { id } })
    await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
    set({ scenario: null })
  }
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.scenarios')}</h2>
      </div>
      {scenarios.isError && (
        <p className="notice" role="alert">
          {t('console.noAnswer')}
        </p>
      )}
      <div className="plan-controls">
        {scenario && (
          <>
            <Select
              value={scenario.id}
              aria-label={t('plan.scenario')}
              onChange={(id) => set({ scenario: String(id) })}
              options={items.map(({ id, name: of, isOwn, authorName }) => ({
                value: id,
                label: isOwn ? of : `${of} · ${authorName ?? ''}`,
              }))}
            />
            {scenario.isOwn && (
              <Popconfirm
                title={t('plan.putAwaySure')}
                okText={t('plan.putAway')}
                cancelText={t('common.cancel')}
                onConfirm={() => putAway(scenario.id)}
              >
                <Button>{t('plan.putAway')}</Button>
              </Popconfirm>
            )}
          </>
        )}
        <form
          className="plan-inline"
          onSubmit={(event) => {
            event.preventDefault()
            void make()
          }}
        >
          <Input
            style={{ width: 220 }}
            value={name}
            maxLength={120}
            aria-label={t('plan.scenarioName')}
            placeholder={t('plan.scenarioName')}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" disabled={name.trim() === ''}>
            {t('plan.newScenario')}
          </Button>
        </form>
      </div>
      {scenarios.isPending ? (
        <div className="console-loading skeleton" aria-busy="true" />
      ) : scenario ? (
        <ScenarioEditor key={scenario.id} scenario={scenario} />
      ) : (
        <p className="notice">{t('plan.scenarioNone')}</p>
      )}
    </section>
  )
}

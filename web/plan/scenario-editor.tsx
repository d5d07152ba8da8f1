import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { useRegions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { ChangeForm } from './change-form.tsx'
import { ChangeLine } from './change-line.tsx'
import { ChoroplethMap } from './choropleth-map.tsx'
import { Comparison } from './comparison.tsx'
import { RecordButton } from './record-button.tsx'
import { type Change, dotsOf, type Scenario } from './scenario-changes.ts'
import { waitForRun } from './use-runs.ts'

const noColours: ReadonlyMap<string, string> = new Map()
type Said = 'saved' | 'saveFailed' | 'saveStale' | 'running' | 'compareFailed'

/** A scenario's changes on the map and in a list, saved under their version, and computed beside what is. */
export function ScenarioEditor({ scenario }: { scenario: Scenario }) {
  const { t } = useText()
  const client = useQueryClient()
  const regions = useRegions()
  const [changes, setChanges] = useState<Change[]>(scenario.changes)
  const [isShared, setShared] = useState(scenario.isShared)
  const [said, setSaid] = useState<Said | null>(null)
  const [runs, setRuns] = useState<{ base: number; planned: number } | null>(null)
  const [point, setPoint] = useState<[number, number] | null>(null)
  const map = useRef<OlMap | null>(null)
  const isChanged = JSON.stringify(changes) !== JSON.stringify(scenario.changes) || isShared !== scenario.isShared
  const edit = (next: Change[]) => {
    setChanges(next)
    setSaid(null)
  }
  const save = async (): Promise<boolean> => {
    try {
      await call('saveScenario', {
        params: { id: scenario.id },
        ifMatch: scenario.version,
        body: { name: scenario.name, note: scenario.note, changes, isShared },
      })
      await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
      setSaid('saved')
      return true
    } catch (error) {
      setSaid(error instanceof ApiProblem && error.status === 412 ? 'saveStale' : 'saveFailed')
      return false
    }
  }
  const compare = async () => {
    if (scenario.isOwn && isChanged && !(await save())) return
    setSaid('running')
    try {
      const base = await call('startRun', { body: { name: t('plan.baseline') } })
      const planned = await call('startRun', { body: { name: scenario.name, scenarioId: scenario.id } })
      for (const { id } of [base, planned]) if ((await waitForRun(id)) === 'failed') return setSaid('compareFailed')
      await client.invalidateQueries({ queryKey: ['plan-runs'] })
      setRuns({ base: base.id, planned: planned.id })
      setSaid(null)
    } catch {
      setSaid('compareFailed')
    }
  }
  const dots = useMemo(() => dotsOf(changes, point), [changes, point])
  return (
    <>
      <div className="plan-body">
        <ChoroplethMap
          colours={noColours}
          words={() => null}
          regions={regions.data}
          within={null}
          dots={dots}
          showsPlaces
          onPick={() => {}}
          onPoint={(lon, lat) => setPoint([lon, lat])}
          mapRef={map}
        />
        <div>
          {scenario.isOwn ? (
            <ChangeForm
              point={point}
              onPoint={setPoint}
              onAdd={(change) => {
                edit([...changes, change])
                setPoint(null)
              }}
            />
          ) : (
            <p className="soft">{t('plan.scenarioOf', { name: scenario.authorName ?? '–' })}</p>
          )}
          {changes.length === 0 ? (
            <p className="notice">{t('plan.changeNone')}</p>
          ) : (
            <ul className="plan-changes">
              {changes.map((change, i) => (
                <ChangeLine
                  // biome-ignore lint/suspicious/noArrayIndexKey: a change is its position in the list
                  key={i}
                  change={change}
                  canEdit={scenario.isOwn}
                  onRemove={() => edit(changes.filter((_, at) => at !== i))}
                >
                  {change.kind === 'add' && (
                    <RecordButton
                      scenarioId={scenario.id}
                      position={i}
                      placeId={change.placeId ?? null}
                      canRecord={scenario.isOwn && !isChanged}
                      onRecorded={(placeId) =>
                        setChanges(changes.map((one, at) => (at === i ? { ...change, placeId } : one)))
                      }
                    />
                  )}
                </ChangeLine>
              ))}
            </ul>
          )}
          <div className="plan-controls">
            <Checkbox
              checked={isShared}
              disabled={!scenario.isOwn}
              onChange={(event) => setShared(event.target.checked)}
            >
              {t('plan.share')}
            </Checkbox>
            <Button disabled={!scenario.isOwn || !isChanged} onClick={() => void save()}>
              {t('plan.save')}
            </Button>
            <Button type="primary" loading={said === 'running'} onClick={() => void compare()}>
              {t('plan.compareRun')}
            </Button>
            <span role="status">{said && t(`plan.${said}`)}</span>
          </div>
        </div>
      </div>
      {runs && <Comparison {...runs} changes={changes} />}
    </>
  )
}

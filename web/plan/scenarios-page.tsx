import './plan.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, InputNumber, Select, Table } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { usePlaceTypes, useRegions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { classOf, diverging, noValueColour } from './classes.ts'
import { figureName, figuresOfRun, formatFigure } from './figure-words.ts'

type Scenario = ReplyOf<'getScenario'>
type Change = Scenario['changes'][number]
type Row = ReplyOf<'listValues'>['items'][number]
const figureRadii = [300, 500, 800, 1000, 1500, 2000, 3000]

/** `/plan/scenarios`: planned changes, saved under a name, and what they would do beside what is. */
export function ScenariosPage() {
  const { t } = useText()
  const client = useQueryClient()
  const scenarios = useQuery({
    queryKey: ['plan-scenarios'],
    queryFn: ({ signal }) => call('listScenarios', { signal }),
  })
  const [chosen, setChosen] = useState<number | null>(null)
  const [name, setName] = useState('')
  const scenario = scenarios.data?.items.find(({ id }) => id === chosen) ?? scenarios.data?.items[0]
  const make = async () => {
    const made = await call('createScenario', { body: { name: name.trim(), note: '', changes: [], isShared: false } })
    await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
    setChosen(made.id)
    setName('')
  }
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.scenarios')}</h2>
      </div>
      <div className="plan-controls">
        {scenario && (
          <Select
            value={scenario.id}
            aria-label={t('plan.scenario')}
            onChange={setChosen}
            options={scenarios.data?.items.map(({ id, name: of }) => ({ value: id, label: of })) ?? []}
          />
        )}
        <Input
          style={{ width: 220 }}
          value={name}
          maxLength={120}
          aria-label={t('plan.scenarioName')}
          placeholder={t('plan.scenarioName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button disabled={name.trim() === ''} onClick={() => void make()}>
          {t('plan.newScenario')}
        </Button>
      </div>
      {scenario ? (
        <ScenarioEditor key={scenario.id} scenario={scenario} />
      ) : (
        <p className="notice">{t('plan.scenarioNone')}</p>
      )}
    </section>
  )
}

function ScenarioEditor({ scenario }: { scenario: Scenario }) {
  const { t } = useText()
  const client = useQueryClient()
  const types = usePlaceTypes()
  const [changes, setChanges] = useState<Change[]>(scenario.changes)
  const [isShared, setShared] = useState(scenario.isShared)
  const [said, setSaid] = useState<'saved' | 'saveFailed' | 'running' | null>(null)
  const [runs, setRuns] = useState<{ base: number; planned: number } | null>(null)
  const [place, setPlace] = useState({ nameZh: '', type: 'fitness-centre', lon: 104.06, lat: 30.66, areaM2: 2000 })
  const save = async (next: Change[] = changes): Promise<boolean> => {
    try {
      await call('saveScenario', {
        params: { id: scenario.id },
        ifMatch: scenario.version,
        body: { name: scenario.name, note: scenario.note, changes: next, isShared },
      })
      await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
      setSaid('saved')
      return true
    } catch {
      setSaid('saveFailed')
      return false
    }
  }
  const compare = async () => {
    if (scenario.isOwn && !(await save())) return
    setSaid('running')
    const base = await call('startRun', { body: { name: t('plan.baseline') } })
    const planned = await call('startRun', { body: { name: scenario.name, scenarioId: scenario.id } })
    for (const { id } of [base, planned]) if ((await waitFor(id)) === 'failed') return setSaid('saveFailed')
    setRuns({ base: base.id, planned: planned.id })
    setSaid(null)
  }
  return (
    <>
      <form
        className="plan-controls"
        onSubmit={(event) => {
          event.preventDefault()
          setChanges([
            ...changes,
            { kind: 'add', ...place, nameZh: place.nameZh.trim(), fee: 'unknown', placeId: null },
          ])
        }}
      >
        <Input
          style={{ width: 220 }}
          value={place.nameZh}
          aria-label={t('plan.place')}
          placeholder={t('plan.place')}
          onChange={(event) => setPlace({ ...place, nameZh: event.target.value })}
        />
        <Select
          value={place.type}
          aria-label={t('plan.type')}
          onChange={(type) => setPlace({ ...place, type })}
          options={types.data?.types.map(({ code, nameZh }) => ({ value: code, label: nameZh })) ?? []}
        />
        {(['lon', 'lat'] as const).map((key) => (
          <InputNumber
            key={key}
            value={place[key]}
            step={0.001}
            aria-label={t(`plan.${key}`)}
            onChange={(value) => setPlace({ ...place, [key]: value ?? place[key] })}
          />
        ))}
        <InputNumber
          value={place.areaM2}
          min={1}
          aria-label={t('plan.area')}
          onChange={(value) => setPlace({ ...place, areaM2: value ?? place.areaM2 })}
        />
        <Button htmlType="submit" disabled={place.nameZh.trim() === '' || !scenario.isOwn}>
          {t('plan.addPlace')}
        </Button>
      </form>
      <ul className="plan-changes">
        {changes.map((change, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change is its position in the list
          <li key={i}>
            {wordsOf(change)}{' '}
            <Button
              size="small"
              disabled={!scenario.isOwn}
              onClick={() => setChanges(changes.filter((_, at) => at !== i))}
            >
              {t('plan.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="plan-controls">
        <Checkbox checked={isShared} disabled={!scenario.isOwn} onChange={(event) => setShared(event.target.checked)}>
          {t('plan.share')}
        </Checkbox>
        <Button disabled={!scenario.isOwn} onClick={() => void save()}>
          {t('plan.save')}
        </Button>
        <Button type="primary" loading={said === 'running'} onClick={() => void compare()}>
          {t('plan.compareRun')}
        </Button>
        <span role="status">{said && t(`plan.${said}`)}</span>
      </div>
      {runs && <Comparison {...runs} changes={changes} />}
    </>
  )
}

function wordsOf(change: Change): string {
  if (change.kind === 'add')
    return `+ ${change.nameZh} (${change.lon.toFixed(4)}, ${change.lat.toFixed(4)}, ${change.areaM2} m²)`
  if (change.kind === 'growth') return `${change.region} × ${change.factor}`
  return `${change.kind} ${change.placeId}`
}

async function waitFor(id: number): Promise<'done' | 'failed'> {
  for (;;) {
    const { state } = await call('getRun', { params: { id } })
    if (state === 'done' || state === 'failed') return state
    await new Promise((resolve) => setTimeout(resolve, 700))
  }
}

/** Today, the scenario and their difference, in a table and on the map. */
function Comparison({ base, planned, changes }: { base: number; planned: number; changes: readonly Change[] }) {
  const { t, language } = useText()
  const regions = useRegions()
  const [figure, setFigure] = useState('covered-1000')
  const map = useRef<OlMap | null>(null)
  const values = useQuery({
    queryKey: ['plan-compare', base, planned],
    queryFn: ({ signal }) =>
      Promise.all(
        [base, planned].map((id) => call('listValues', { params: { id }, query: { level: 'county' }, signal })),
      ),
  })
  const rows = useMemo(() => {
    const before = new Map(values.data?.[0]?.items.map((row) => [row.code, row]))
    return (values.data?.[1]?.items ?? []).map((row) => ({ ...row, before: before.get(row.code)?.values ?? {} }))
  }, [values.data])
  const differenceOf = (row: (typeof rows)[number]): number | null => {
    const [was, will] = [row.before[figure], row.values[figure]]
    return was == null || will == null ? null : will - was
  }
  const most = Math.max(1e-9, ...rows.map((row) => Math.abs(differenceOf(row) ?? 0)))
  const breaks = [-0.5, -0.15, -1e-9, 1e-9, 0.15, 0.5].map((share) => share * most)
  const colours = new Map(
    rows.map((row) => {
      const difference = differenceOf(row)
      return [row.code, difference === null ? noValueColour : diverging[classOf(difference, breaks)]!]
    }),
  )
  const dots: Dot[] = changes.flatMap((change) =>
    change.kind === 'add'
      ? [{ lon: change.lon, lat: change.lat, colour: '#f3bd5c', radius: 7, label: change.nameZh }]
      : [],
  )
  const nameOf = (row: Row) => (language === 'zh-CN' ? row.nameZh : row.nameEn)
  const signed = (value: number | null) =>
    (value !== null && value > 0 ? '+' : '') + formatFigure(figure, value, language)
  return (
    <>
      <div className="plan-controls">
        <Select
          value={figure}
          aria-label={t('plan.figure')}
          popupMatchSelectWidth={false}
          onChange={setFigure}
          options={figuresOfRun(figureRadii).map((value) => ({ value, label: figureName(value, t) }))}
        />
      </div>
      <div className="plan-body">
        <ChoroplethMap
          level="county"
          colours={colours}
          words={(code) => {
            const row = rows.find((one) => one.code === code)
            return row ? `${nameOf(row)}: ${signed(differenceOf(row))}` : null
          }}
          regions={regions.data}
          within={null}
          dots={dots}
          onPick={() => {}}
          mapRef={map}
        />
        <Table
          className="plan-table"
          rowKey="code"
          size="small"
          loading={values.isPending}
          dataSource={rows.toSorted((a, b) => Math.abs(differenceOf(b) ?? 0) - Math.abs(differenceOf(a) ?? 0))}
          pagination={false}
          scroll={{ y: 480 }}
          columns={[
            { title: t('plan.region'), render: (_, row) => nameOf(row) },
            {
              title: t('plan.baseline'),
              align: 'right',
              render: (_, row) => formatFigure(figure, row.before[figure], language),
            },
            {
              title: t('plan.whatIf'),
              align: 'right',
              render: (_, row) => formatFigure(figure, row.values[figure], language),
            },
            { title: t('plan.difference'), align: 'right', render: (_, row) => signed(differenceOf(row)) },
          ]}
        />
      </div>
    </>
  )
}

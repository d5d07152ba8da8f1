import './plan.css'
import { useMutation } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { AreaFigures } from './area-figures.tsx'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { CircleScore } from './circle-score.tsx'
import { RegionSelect } from './region-select.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunSelect } from './run-select.tsx'
import { type Drawn, useDrawing } from './use-drawing.ts'
import { type Run, useAddress, useRuns } from './use-runs.ts'

/** `/plan/area`: a community, tapped or drawn: its fitness circle's score, and the figures of a drawn area. */
export function AreaPage() {
  const { t } = useText()
  const { set } = useAddress()
  const { runs, done, run } = useRuns()
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.areaTitle')}</h2>
      </div>
      {run && (
        <>
          <div className="plan-controls">
            <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
          </div>
          <RunFacts run={run} />
        </>
      )}
      <Community run={run} />
    </section>
  )
}

const noColours: ReadonlyMap<string, string> = new Map()
const noDots: readonly Dot[] = []

function Community({ run }: { run: Run | undefined }) {
  const { t } = useText()
  const regions = useRegions()
  const map = useRef<OlMap | null>(null)
  const [mode, setMode] = useState<'Point' | 'Polygon'>('Point')
  const [within, setWithin] = useState<string | null>(null)
  const [shape, setShape] = useState<Drawn | null>(null)
  const score = useMutation({ mutationFn: (geometry: Drawn) => call('circleScore', { body: { geometry } }) })
  const figures = useMutation({
    mutationFn: (geometry: Drawn) => call('areaFigures', { params: { id: run!.id }, body: { geometry } }),
  })
  const look = (drawn: Drawn) => {
    setShape(drawn)
    score.mutate(drawn)
    if (drawn.type !== 'Point' && run) figures.mutate(drawn)
    else figures.reset()
  }
  useDrawing(map, mode, look)
  const areas = useMemo(() => (shape && shape.type !== 'Point' ? [shape] : []), [shape])
  const dots = useMemo(() => {
    if (shape?.type !== 'Point') return noDots
    const [lon, lat] = shape.coordinates as [number, number]
    return [{ lon, lat, colour: '#d6336c', radius: 8, label: '' }]
  }, [shape])
  return (
    <div className="plan-body">
      <div>
        <div className="plan-controls">
          <Segmented
            value={mode}
            onChange={setMode}
            options={[
              { value: 'Point', label: t('plan.drawPoint') },
              { value: 'Polygon', label: t('plan.drawArea') },
            ]}
          />
          <div className="plan-wide">
            <RegionSelect label={t('plan.goToRegion')} value={within} onChange={setWithin} />
          </div>
          {shape && (
            <Button
              onClick={() => {
                setShape(null)
                score.reset()
                figures.reset()
              }}
            >
              {t('plan.clear')}
            </Button>
          )}
        </div>
        <ChoroplethMap
          colours={noColours}
          words={() => null}
          regions={regions.data}
          within={within}
          dots={dots}
          showsPlaces
          areas={areas}
          onPick={() => {}}
          mapRef={map}
        />
        <p className="soft">{t(mode === 'Point' ? 'plan.drawPointHow' : 'plan.drawAreaHow')}</p>
      </div>
      <div>
        {!shape && <p className="notice">{t('plan.areaNone')}</p>}
        {(score.isPending || figures.isPending) && <div className="console-loading skeleton" aria-busy="true" />}
        {(score.isError || figures.isError) && (
          <p className="notice" role="alert">
            {t('plan.areaFailed')}
          </p>
        )}
        {figures.data && <AreaFigures figures={figures.data} />}
        {score.data && <CircleScore score={score.data} />}
      </div>
    </div>
  )
}

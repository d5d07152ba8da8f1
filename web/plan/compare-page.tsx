import './plan.css'
import { Button } from 'antd'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { FigureColumns } from './figure-columns.tsx'
import { LorenzChart } from './lorenz-chart.tsx'
import { RegionSelect } from './region-select.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunSelect } from './run-select.tsx'
import { useRegionValues } from './use-region-values.ts'
import { useAddress, useRuns } from './use-runs.ts'

const most = 4

/** `/plan/compare`: two to four regions of any level side by side, every figure and the curves of equality. */
export function ComparePage() {
  const { t, language } = useText()
  const { query, set } = useAddress()
  const { runs, done, run } = useRuns()
  const regions = useRegions()
  const codes = (query.get('regions') ?? '').split(',').filter((code) => code !== '')
  const chosen = codes.flatMap((code) => regions.data?.find((one) => one.code === code) ?? [])
  const values = useRegionValues(run, chosen)
  const put = (next: string[]) => set({ regions: next.length > 0 ? [...new Set(next)].join(',') : null })
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.compare')}</h2>
      </div>
      {!run ? (
        <p className="notice">{t('plan.needsRun')}</p>
      ) : (
        <>
          <div className="plan-controls">
            <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
            {codes.length < most && (
              <div className="plan-control plan-wide">
                <span>{t('plan.addRegion')}</span>
                <RegionSelect
                  label={t('plan.addRegion')}
                  value={null}
                  onChange={(code) => code && put([...codes, code])}
                />
              </div>
            )}
            {chosen.map((region) => (
              <Button
                key={region.code}
                aria-label={t('plan.without', { name: nameIn(language, region) })}
                onClick={() => put(codes.filter((code) => code !== region.code))}
              >
                {nameIn(language, region)} ×
              </Button>
            ))}
          </div>
          <RunFacts run={run} />
          {chosen.length === 0 && <p className="notice">{t('plan.compareNone')}</p>}
          {values.isError && (
            <p className="notice" role="alert">
              {t('console.noAnswer')}
            </p>
          )}
          {values.data && (
            <>
              <FigureColumns run={run} regions={values.data} />
              <div className="plan-lorenz-row">
                {values.data.map((row) => (
                  <section key={row.code}>
                    <h3>{nameIn(language, row)}</h3>
                    <LorenzChart runId={run.id} region={row.code} />
                  </section>
                ))}
              </div>
            </>
          )}
        </>
      )}
    </section>
  )
}

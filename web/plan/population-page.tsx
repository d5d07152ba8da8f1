import './plan.css'
import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { mayAct } from '../../api/contract/access.ts'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { PopulationForm } from './population-form.tsx'
import { PopulationReport } from './population-report.tsx'
import { useAddress } from './use-runs.ts'

/** `/plan/population`: who lives where: grids that were brought in, and how far each is from the census. */
export function PopulationPage() {
  const { t, language } = useText()
  const { query, set } = useAddress()
  const person = usePerson()
  const sets = useQuery({ queryKey: ['plan-population'], queryFn: ({ signal }) => call('listPopulation', { signal }) })
  const items = sets.data?.items ?? []
  const chosen = items.find(({ id }) => id === Number(query.get('set'))) ?? items[0]
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const mayImport = person.data ? mayAct(person.data.grants, ['operator', 'administrator']) : false
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.populationTitle')}</h2>
      </div>
      <div className="plan-body">
        <div>
          {mayImport ? (
            <PopulationForm onImported={(id) => set({ set: String(id) })} />
          ) : (
            <p className="notice">{t('plan.importWho')}</p>
          )}
          {sets.isError && (
            <p className="notice" role="alert">
              {t('console.noAnswer')}
            </p>
          )}
          {sets.isSuccess && items.length === 0 && <p className="notice">{t('plan.populationNone')}</p>}
          <ul className="plan-sets">
            {items.map((one) => (
              <li key={one.id} className={one.id === chosen?.id ? 'now' : undefined}>
                <button type="button" className="link" onClick={() => set({ set: String(one.id) })}>
                  {one.kind === 'demo' ? t('plan.demoGrid') : one.name}
                </button>{' '}
                {one.kind === 'demo' && (
                  <Tag style={{ background: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--warn)' }}>
                    {t('plan.demo')}
                  </Tag>
                )}
                {one.isScaled && <Tag>{t('plan.scaled')}</Tag>}
                <div className="soft">
                  {t('plan.setFacts', {
                    people: number.format(one.people),
                    cells: number.format(one.cells),
                    system: one.system,
                    date: when.format(new Date(one.createdAt)),
                  })}
                </div>
              </li>
            ))}
          </ul>
        </div>
        {chosen && <PopulationReport id={chosen.id} />}
      </div>
    </section>
  )
}

import './plan.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { mayAct } from '../../api/contract/access.ts'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { NetworkForm } from './network-form.tsx'

/** `/plan/networks`: the paths that walking distances follow, and whether a router is there instead. */
export function NetworksPage() {
  const { t, language } = useText()
  const client = useQueryClient()
  const person = usePerson()
  const [failed, setFailed] = useState(false)
  const networks = useQuery({ queryKey: ['plan-networks'], queryFn: ({ signal }) => call('listNetworks', { signal }) })
  const items = networks.data?.items ?? []
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const mayImport = person.data ? mayAct(person.data.grants, ['operator', 'administrator']) : false
  const renew = () => client.invalidateQueries({ queryKey: ['plan-networks'] })
  const putAway = async (id: number) => {
    setFailed(false)
    await call('archiveNetwork', { params: { id } }).catch(() => setFailed(true))
    await renew()
  }
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.networks')}</h2>
      </div>
      <p className="soft">{t('plan.networksHow')}</p>
      {networks.data && (
        <p className="soft plan-router">{t(networks.data.hasRouter ? 'plan.routerThere' : 'plan.routerNone')}</p>
      )}
      {mayImport ? <NetworkForm onImported={() => void renew()} /> : <p className="notice">{t('plan.networkWho')}</p>}
      {(networks.isError || failed) && (
        <p className="notice" role="alert">
          {t('console.noAnswer')}
        </p>
      )}
      {networks.isPending && <div className="console-loading skeleton" aria-busy="true" />}
      {networks.isSuccess && items.length === 0 && <p className="notice">{t('plan.networksNone')}</p>}
      <ul className="plan-sets">
        {items.map((one, index) => (
          <li key={one.id} className={index === 0 ? 'now' : undefined}>
            <b>{one.name}</b> {index === 0 && <span className="soft">{t('plan.networkUsed')}</span>}
            <div className="soft">
              {t('plan.networkFacts', {
                km: number.format(one.lengthKm),
                nodes: number.format(one.nodes),
                islands: number.format(one.islands),
                system: one.system,
                date: when.format(new Date(one.createdAt)),
              })}
            </div>
            {mayImport && (
              <Popconfirm title={t('plan.networkPutAwaySure')} onConfirm={() => putAway(one.id)}>
                <Button size="small">{t('plan.networkPutAway')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

import './gate.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../../api.ts'
import { clockOf, whenOf } from '../../booking/words.ts'
import { usePathname } from '../../console/console-address.ts'
import { ConsoleLink } from '../../console/console-link.tsx'
import { formatMoney, grouped } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { PlaceChoice } from '../place-choice.tsx'
import { Camera } from './camera.tsx'
import { LateScans } from './late-scans.tsx'
import { qrReader } from './read-qr.ts'
import { deviceName, useGate, type Verdict } from './use-gate.ts'

/** `/manage/gate/7`: codes into the camera, who may come in, and how many are inside. Goes on without a network. */
export default function GatePage() {
  const { t } = useText()
  const id = /^\/manage\/gate\/([1-9]\d{0,15})$/.exec(usePathname())?.[1]
  if (!id) return <PlaceChoice title={t('gate.title')} path="/manage/gate" />
  return <Gate placeId={Number(id)} />
}

function Gate({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const place = useQuery({
    queryKey: ['place', placeId],
    queryFn: ({ signal }) => call('getPlace', { params: { id: placeId }, signal }),
  })
  const [direction, setDirection] = useState<'entry' | 'exit'>('entry')
  const [camera, setCamera] = useState(false)
  const [typed, setTyped] = useState('')
  const { state, scanning, waiting, late, lateSeen } = useGate(placeId)
  useEffect(() => void qrReader().catch(() => {}), [])
  const scan = (token: string) => {
    if (token.trim() !== '') scanning.mutate({ token: token.trim(), direction })
  }
  return (
    <section className="gate">
      <div className="console-title">
        <h2>
          {t('gate.title')} {place.data ? nameIn(language, place.data) : ''}
        </h2>
        <ConsoleLink to={`/manage/booking/${placeId}`}>{t('desk.title')}</ConsoleLink>
      </div>
      <p className="gate-inside">
        {t('gate.inside')} <b>{state.data ? grouped(state.data.inside, language) : '–'}</b>
        {waiting > 0 && <span className="gate-waiting">{t('gate.waiting', { count: waiting })}</span>}
      </p>
      <Segmented
        aria-label={t('gate.direction')}
        block
        value={direction}
        onChange={setDirection}
        options={[
          { value: 'entry' as const, label: t('gate.entry') },
          { value: 'exit' as const, label: t('gate.exit') },
        ]}
      />
      <Outcome verdict={scanning.data} failed={scanning.isError} pending={scanning.isPending} />
      {late && <LateScans late={late} onSeen={lateSeen} />}
      {camera ? (
        <Camera onCode={scan} />
      ) : (
        <Button type="primary" size="large" block onClick={() => setCamera(true)}>
          {t('gate.openCamera')}
        </Button>
      )}
      <form
        className="gate-typed"
        onSubmit={(event) => {
          event.preventDefault()
          scan(typed)
          setTyped('')
        }}
      >
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t('gate.type')}
          placeholder={t('gate.type')}
          autoComplete="off"
          maxLength={200}
        />
        <Button htmlType="submit">{t('gate.check')}</Button>
      </form>
      <h3>{t('gate.last')}</h3>
      <ul className="gate-last">
        {state.data?.scans.map((each) => (
          <li key={each.id}>
            <time>{clockOf(each.at)}</time>
            <span>{t(each.direction === 'entry' ? 'gate.entry' : 'gate.exit')}</span>
            <span className={each.reason === 'valid' ? 'good' : 'bad'}>{t(`gate.reason.${each.reason}`)}</span>
            <span className="soft">
              {each.courtNameZh
                ? nameIn(language, { nameZh: each.courtNameZh, nameEn: each.courtNameEn })
                : each.device === deviceName
                  ? ''
                  : each.device}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Outcome({ verdict, failed, pending }: { verdict: Verdict | undefined; failed: boolean; pending: boolean }) {
  const { language, t } = useText()
  if (pending)
    return (
      <div className="gate-outcome" aria-busy="true">
        {t('gate.checking')}
      </div>
    )
  if (failed) {
    return (
      <div className="gate-outcome bad" role="alert">
        <strong>{t('gate.failed')}</strong>
      </div>
    )
  }
  if (!verdict) return <div className="gate-outcome">{t('gate.ready')}</div>
  if ('offline' in verdict) {
    const { state } = verdict.offline
    return (
      <div
        className={`gate-outcome ${state === 'admitted' ? 'good' : state === 'cannot-check' ? 'doubt' : 'bad'}`}
        role="alert"
      >
        <strong>
          {t(
            state === 'admitted'
              ? 'gate.admitted'
              : state === 'cannot-check'
                ? 'gate.cannotCheck'
                : `gate.reason.${state}`,
          )}
        </strong>
        <span>{t('gate.offline')}</span>
      </div>
    )
  }
  const { admitted, reason, direction, name, courtNameZh, courtNameEn, start, end, dueFen } = verdict.online
  const words = admitted ? t(direction === 'entry' ? 'gate.admitted' : 'gate.left') : t(`gate.reason.${reason}`)
  return (
    <div className={`gate-outcome ${admitted ? 'good' : 'bad'}`} role="alert">
      <strong>{words}</strong>
      {name && <span>{name}</span>}
      {courtNameZh && <span>{nameIn(language, { nameZh: courtNameZh, nameEn: courtNameEn })}</span>}
      {start && end && <span>{whenOf({ start, end }, language)}</span>}
      {dueFen > 0 && <span>{t('gate.due', { money: formatMoney(dueFen, language) })}</span>}
    </div>
  )
}

import { Tag } from 'antd'
import type { ReactNode } from 'react'
import type { Claim } from '../../api/contract/claims.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

const colours: Record<Claim['state'], string> = {
  submitted: 'blue',
  notice: 'gold',
  objected: 'orange',
  approved: 'green',
  refused: 'red',
  withdrawn: 'default',
}

/** A claim in a list: whose, of what, in what words, how far. */
export function ClaimRow({ claim, children }: { claim: Claim; children?: ReactNode }) {
  const { t, language } = useText()
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <li>
      <div className="row-main">
        <a href={`/places/${claim.placeId}`} target="_blank" rel="noreferrer">
          <b>{nameIn(language, { nameZh: claim.placeNameZh, nameEn: claim.placeNameEn })}</b>
        </a>{' '}
        <Tag color={colours[claim.state]}>{t(`claim.state.${claim.state}`)}</Tag>
        <Tag>{t(`claim.wants.${claim.wants}`)}</Tag>
        <p className="words">{claim.message}</p>
        <p className="soft">
          {claim.personName} · {when.format(new Date(claim.createdAt))}
          {claim.contact && ` · ${claim.contact}`} · {t('claim.owners', { count: claim.owners })}
        </p>
        {claim.state === 'notice' && claim.noticeEndsAt && (
          <p>{t('claim.noticeUntil', { date: claim.noticeEndsAt.slice(0, 10) })}</p>
        )}
        {claim.objection && <p className="edit-warning">{t('claim.objection', { words: claim.objection })}</p>}
        {claim.reason && <p>{t('claim.answer', { words: claim.reason })}</p>}
      </div>
      <div className="row-actions">{children}</div>
    </li>
  )
}

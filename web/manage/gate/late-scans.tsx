import { Alert, Button } from 'antd'
import { clockOf } from '../../booking/words.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { Late } from './use-gate.ts'

/** What the server said of scans that were made without a network: whom the gate let in though it should not have is named. */
export function LateScans({ late: { count, refused }, onSeen }: { late: Late; onSeen(): void }) {
  const { language, t } = useText()
  return (
    <Alert
      type={refused.length > 0 ? 'warning' : 'success'}
      title={t('gate.late')}
      description={
        refused.length === 0 ? (
          t('gate.late.all', { count })
        ) : (
          <>
            {t('gate.late.bad', { count, bad: refused.length })}
            <ul className="gate-late">
              {refused.map((each) => (
                <li key={each.nonce}>
                  <time>{clockOf(each.at)}</time> {t(`gate.reason.${each.reason}`)} {each.name}{' '}
                  {each.courtNameZh && nameIn(language, { nameZh: each.courtNameZh, nameEn: each.courtNameEn })}
                </li>
              ))}
            </ul>
          </>
        )
      }
      action={
        <Button size="small" onClick={onSeen}>
          {t('gate.late.seen')}
        </Button>
      }
    />
  )
}

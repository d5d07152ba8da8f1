import type { ReplyOf } from '../api.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** The score of a 15-minute fitness circle: each part's points with the places that earned them. */
export function CircleScore({ score }: { score: ReplyOf<'circleScore'> }) {
  const { t, language } = useText()
  const types = usePlaceTypes()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const typeName = (code: string) => {
    const type = types.data?.types.find((one) => one.code === code)
    return type ? nameIn(language, type) : code
  }
  return (
    <section className="plan-card">
      <h3>{t('plan.circle')}</h3>
      <p className="plan-score">
        <b>{number.format(score.points)}</b> / {number.format(score.most)}
      </p>
      <p className="soft">{t('plan.circleHow', { metres: number.format(score.radiusMetres) })}</p>
      {score.parts.map(({ part, points, most, rows }) => (
        <details key={part} className="plan-part" open={rows.length > 0 && rows.length <= 4}>
          <summary>
            <span>{t(`plan.part.${part}`)}</span>
            <meter min={0} max={most} value={points} aria-label={t(`plan.part.${part}`)} />
            <b>
              {number.format(points)} / {number.format(most)}
            </b>
          </summary>
          {rows.length === 0 ? (
            <p className="soft">{t('plan.partNone')}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.placeId}>
                  <a href={`/places/${row.placeId}`}>{nameIn(language, row)}</a>{' '}
                  <span className="soft">
                    {typeName(row.type)} · {t('plan.metresAway', { metres: number.format(row.metres) })}
                    {part === 'types' ? '' : ` · ${t('plan.partPoints', { points: row.counts })}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </details>
      ))}
    </section>
  )
}

import { grouped } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'

const names = ['inside', 'today', 'month', 'year', 'total'] as const

/** Now inside, today, this month, this year, in total. */
export function FiguresRow({ figures }: { figures: Record<(typeof names)[number], number> | undefined }) {
  const { language, t } = useText()
  return (
    <dl className="openness-figures" aria-busy={!figures}>
      {names.map((name) => (
        <div key={name}>
          <dt>{t(`openness.${name}`)}</dt>
          <dd>{figures ? grouped(figures[name], language) : <span className="skeleton bar" />}</dd>
        </div>
      ))}
    </dl>
  )
}

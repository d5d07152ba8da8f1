import { grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

interface Row {
  key: string | number
  nameZh: string
  nameEn: string | null
  value: number
  href?: string
}

/** Names with their sums, and a bar as long as each is beside the largest. */
export function SumBars({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { language } = useText()
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <section className="openness-bars">
      <h2 className="openness-heading">{title}</h2>
      <ol>
        {rows.map(({ key, value, href, ...names }) => (
          <li key={key}>
            {href ? <a href={href}>{nameIn(language, names)}</a> : <span>{nameIn(language, names)}</span>}
            <b>{grouped(value, language)}</b>
            <i style={{ width: `${(value / most) * 100}%` }} />
          </li>
        ))}
      </ol>
    </section>
  )
}

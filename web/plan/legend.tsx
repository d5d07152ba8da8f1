import { useText } from '../i18n/use-text.tsx'
import { noValueColour } from './classes.ts'
import { formatFigure } from './figure-words.ts'
import type { Shades } from './shades.ts'

interface Props {
  figure: string
  title: string
  shades: Pick<Shades, 'known' | 'breaks' | 'colours'>
}

/** The bounds of each class in words, below the map where they hide nothing: read by everyone, not only by hue. */
export function Legend({ figure, title, shades: { breaks, colours, known } }: Props) {
  const { t, language } = useText()
  if (known.length === 0) return null
  const format = (value: number) => formatFigure(figure, value, language)
  return (
    <figure className="plan-legend">
      <figcaption>{title}</figcaption>
      <ul>
        {colours.map((colour, i) => (
          <li key={colour}>
            <i style={{ background: colour }} />
            {format(i === 0 ? Math.min(...known) : breaks[i - 1]!)} – {format(breaks[i] ?? Math.max(...known))}
          </li>
        ))}
        <li>
          <i style={{ background: noValueColour }} />
          {t('plan.noValue')}
        </li>
      </ul>
    </figure>
  )
}

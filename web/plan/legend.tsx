import { useText } from '../i18n/use-text.tsx'
import { noValueColour } from './classes.ts'
import { formatFigure } from './figure-words.ts'

interface Props {
  figure: string
  title: string
  breaks: readonly number[]
  colours: readonly string[]
  least: number
  most: number
}

/** The bounds of each class in words: read by everyone, not only by hue. */
export function Legend({ figure, title, breaks, colours, least, most }: Props) {
  const { t, language } = useText()
  const format = (value: number) => formatFigure(figure, value, language)
  return (
    <figure className="plan-legend">
      <figcaption>{title}</figcaption>
      <ul>
        {colours.map((colour, i) => (
          <li key={colour}>
            <i style={{ background: colour }} />
            {format(i === 0 ? least : breaks[i - 1]!)} – {format(breaks[i] ?? most)}
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

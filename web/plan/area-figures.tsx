import { Tag } from 'antd'
import type { ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { figureName, figuresOfRun, formatFigure } from './figure-words.ts'

/** All figures of a drawn area. Its people are in steps of ten, and what is of fewer than ten is hidden. */
export function AreaFigures({ figures }: { figures: ReplyOf<'areaFigures'> }) {
  const { t, language } = useText()
  const number = new Intl.NumberFormat(language)
  const radii = Object.keys(figures.values).flatMap((name) => {
    const metres = /^covered-(\d+)$/.exec(name)?.[1]
    return metres ? [Number(metres)] : []
  })
  return (
    <section className="plan-card">
      <h3>{t('plan.areaFigures')}</h3>
      <dl className="plan-figures">
        <dt>{t('plan.people')}</dt>
        <dd>{number.format(figures.people)}</dd>
        <dt>{t('plan.cells')}</dt>
        <dd>{number.format(figures.cells)}</dd>
        {figuresOfRun(radii.sort((a, b) => a - b))
          .filter((name) => name in figures.values || figures.hidden.includes(name))
          .map((name) => (
            <div key={name}>
              <dt>{figureName(name, t)}</dt>
              <dd>
                {figures.hidden.includes(name) ? (
                  <Tag title={t('plan.hiddenWhy')}>{t('plan.hidden')}</Tag>
                ) : (
                  formatFigure(name, figures.values[name], language)
                )}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

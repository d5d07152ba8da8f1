import { formatDistance, formatDuration } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { labelIn } from './step-words.ts'
import type { Outdoor } from './use-indoor.ts'

/** The part of the way outside: one row, with the router's own steps folded in it. */
export function OutdoorStep({ outdoor, onChoose }: { outdoor: Outdoor; onChoose(): void }) {
  const { language, t } = useText()
  const { comes, entrance, way } = outdoor
  const distance = formatDistance(way.distanceMetres, language)
  return (
    <li>
      <button type="button" className="indoor-step indoor-step-outdoor" onClick={onChoose}>
        <Icon name="route" />
        <span className="indoor-step-words">
          <span>
            {t(comes === 'before' ? 'indoor.step.toEntrance' : 'indoor.step.fromEntrance', {
              entrance: labelIn(language, entrance.label),
            })}
          </span>
          <span className="soft">{outdoorWords(way, { distance, language, t })}</span>
        </span>
        <span className="indoor-floor">{t('indoor.outdoors')}</span>
      </button>
      {way.steps.length > 0 && (
        <details className="indoor-outdoor-steps">
          <summary>{t('navigate.steps')}</summary>
          <ol>
            {way.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and never change places
              <li key={index}>
                {language === 'en' ? step.instructionEn : step.instructionZh}{' '}
                <small className="soft">{formatDistance(step.distanceMetres, language)}</small>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}

/** With its time where a router knows it; a straight line says that it is one. */
export function outdoorWords(
  { kind, durationSeconds }: Outdoor['way'],
  { distance, language, t }: { distance: string } & Pick<ReturnType<typeof useText>, 'language' | 't'>,
): string {
  return kind === 'straight'
    ? t('navigate.straight', { distance })
    : t('navigate.route', { distance, duration: formatDuration(durationSeconds ?? 0, language) })
}

import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import type { Level, Step } from './use-indoor.ts'

export const labelIn = (language: Language, label: { zh: string; en: string }): string =>
  language === 'en' ? label.en : label.zh

interface Words {
  language: Language
  t: Translate
  levels: readonly Level[]
}

/** What to do, in a sentence. */
export function stepWords(step: Step, { language, t, levels }: Words): string {
  const space = step.space ? labelIn(language, step.space.label) : null
  const level = levels.find(({ id }) => id === step.levelId)
  const levelName = level ? labelIn(language, level.label) : ''
  const direction = t(`indoor.direction.${step.direction ?? 'straight'}`)
  switch (step.does) {
    case 'start':
      return space ? t('indoor.step.start', { from: space }) : t('indoor.step.startOutside')
    case 'turn':
      return t('indoor.step.turn', { direction })
    case 'door': {
      const door = step.door && /\p{Script=Han}/u.test(step.door) === (language !== 'en') ? step.door : t('indoor.door')
      return space
        ? t('indoor.step.doorInto', { direction, door, space })
        : t('indoor.step.doorOut', { direction, door })
    }
    case 'opening':
    case 'open-plan':
      return t('indoor.step.opening', { direction, space: space ?? '' })
    case 'arrive':
      return space ? t('indoor.step.arrive', { space }) : t('indoor.step.arriveOutside')
    default:
      return t(`indoor.step.${step.does}`, { level: levelName })
  }
}

/** How far until the next step; nothing where one is there already. */
export const walkWords = (step: Step, t: Translate): string =>
  step.metres < 1 ? '' : t('indoor.step.walk', { distance: t('indoor.metres', { metres: Math.round(step.metres) }) })

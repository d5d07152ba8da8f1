import { type Rule, warning } from './doubt.ts'

/** A closure of a subsidised public venue is announced at least this many days ahead, weather excepted (public notices, see DOMAIN). */
const noticeDays = 7
const dayMs = 86_400_000

export const closureDoubts: readonly Rule[] = [
  function closureNoticeShort({ hours, ownership }, { today }) {
    if (!hours || ownership !== 'public') return null
    const short = hours.exceptions.find(
      ({ open, to, from, announcedOn }) =>
        open.length === 0 && to >= today && (announcedOn === null || daysBetween(announcedOn, from) < noticeDays),
    )
    if (!short) return null
    const { from, announcedOn } = short
    return announcedOn === null
      ? warning(
          'closure-not-announced',
          'hours',
          `${from}起的闭馆未填公告日期；应至少提前${noticeDays}天公告（天气原因除外）`,
          `The closure from ${from} has no date of announcement; at least ${noticeDays} days ahead are asked for (weather excepted)`,
        )
      : warning(
          'closure-notice-short',
          'hours',
          `${from}起的闭馆于${announcedOn}公告，只提前了${daysBetween(announcedOn, from)}天；应至少提前${noticeDays}天`,
          `The closure from ${from} was announced on ${announcedOn}, ${daysBetween(announcedOn, from)} days ahead; at least ${noticeDays} are asked for`,
        )
  },
]

const daysBetween = (earlier: string, later: string): number =>
  Math.round((Date.parse(`${later}T00:00:00Z`) - Date.parse(`${earlier}T00:00:00Z`)) / dayMs)

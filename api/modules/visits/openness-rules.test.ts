import { describe, expect, it } from 'vitest'
import type { PublishedDay, PublishedOpening } from '../../bus/visits.ts'
import { judgeOpenness, type RuleName } from './openness-rules.ts'

const days = (minutesOf: (weekday: number, day: string) => number): PublishedDay[] =>
  Array.from({ length: 365 }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 0, 1 + nth))
    const day = at.toISOString().slice(0, 10)
    const weekday = at.getUTCDay() || 7
    return {
      day,
      kind: weekday >= 6 ? ('restday' as const) : ('workday' as const),
      openMinutes: minutesOf(weekday, day),
      noteZh: '',
      noteEn: '',
    }
  })
const place: PublishedOpening = {
  nameZh: '馆',
  nameEn: null,
  isDemo: false,
  ownership: 'public',
  fee: 'paid',
  priceFen: 3000,
  isOutdoor: false,
  marketFen: 4000,
  days: days(() => 8 * 60),
  closures: [],
}
const judge = (
  more: Partial<PublishedOpening>,
  rule: RuleName,
  fees = null as Parameters<typeof judgeOpenness>[0]['fees'],
) => judgeOpenness({ opening: { ...place, ...more }, fees, activities: null }).find((judged) => judged.rule === rule)!

describe('the openness meter', () => {
  it('takes the lowest week and shows each', () => {
    expect(judge({}, 'week-hours')).toMatchObject({ state: 'met', actual: 56 })
    const closedWeek = days((_, day) => (day >= '2026-03-02' && day <= '2026-03-08' ? 0 : 600))
    const judged = judge({ days: closedWeek }, 'week-hours')
    expect(judged).toMatchObject({ state: 'unmet', actual: 0 })
    expect(judged.rows.filter(({ passes }) => !passes)).toMatchObject([{ label: '2026-03-02', value: 0 }])
  })

  it('counts open days, and hours of days off apart from those of workdays', () => {
    const closedMondays = days((weekday) => (weekday === 1 ? 0 : 540))
    expect(judge({ days: closedMondays }, 'open-days')).toMatchObject({ state: 'unmet', actual: 313, required: 330 })
    expect(judge({ days: closedMondays }, 'rest-day-hours')).toMatchObject({ state: 'met', actual: 9 })
    const shortSundays = days((weekday) => (weekday === 7 ? 470 : 900))
    expect(judge({ days: shortSundays }, 'rest-day-hours')).toMatchObject({ state: 'unmet', actual: 7.8 })
  })

  it('asks twelve free hours of what lies under the sky, and nothing of halls', () => {
    expect(judge({}, 'outdoor-hours').state).toBe('not-applicable')
    expect(judge({ isOutdoor: true }, 'outdoor-hours')).toMatchObject({ state: 'unmet', actual: 8 })
    expect(judge({ isOutdoor: true, fee: 'free' }, 'outdoor-free').state).toBe('met')
    expect(judge({ isOutdoor: true }, 'outdoor-free').state).toBe('unmet')
  })

  it('says not known where nothing is published, never met', () => {
    const judged = judgeOpenness({ opening: { ...place, days: null }, fees: null, activities: null })
    const known = judged.filter(({ state }) => state === 'met' || state === 'unmet')
    expect(known.map(({ rule }) => rule)).toEqual([])
    expect(judge({}, 'training')).toMatchObject({ state: 'unknown', actual: null, required: 1000 })
  })

  it('wants closures announced seven days ahead, the weather excepted', () => {
    const closure = (announcedOn: string | null, noteZh = '设备检修') => ({
      from: '2026-05-10',
      to: '2026-05-12',
      announcedOn,
      noteZh,
      noteEn: '',
    })
    expect(judge({ closures: [closure('2026-05-03')] }, 'announced-closures').state).toBe('met')
    expect(judge({ closures: [closure('2026-05-04')] }, 'announced-closures').state).toBe('unmet')
    expect(judge({ closures: [closure(null)] }, 'announced-closures').state).toBe('unknown')
    expect(judge({ closures: [closure('2026-05-10', '暴雨')] }, 'announced-closures').state).toBe('met')
  })

  it('reads fees from what is sold', () => {
    const fees = { cells: 10, freeCells: 10, kinds: [{ kind: 'student', share: 0.5 }] }
    expect(judge({}, 'fitness-day-free', fees).state).toBe('met')
    expect(judge({}, 'fitness-day-free', { ...fees, freeCells: 9 })).toMatchObject({ state: 'unmet', actual: 90 })
    expect(judge({}, 'concessions', fees)).toMatchObject({ state: 'unmet', actual: 1, required: 3 })
    expect(judge({ fee: 'low-fee', priceFen: 2800 }, 'low-fee')).toMatchObject({ state: 'met', actual: 70 })
    expect(judge({ fee: 'low-fee', priceFen: 3000 }, 'low-fee').state).toBe('unmet')
  })
})

import { type Rule, warning } from './doubt.ts'
import { weeklyMinutes } from './hours.ts'

/** Hours, price, dates, status and type of a record. */
export const recordDoubts: readonly Rule[] = [
  function hoursShort({ hours, ownership, status }, { type }) {
    if (!hours || ownership !== 'public' || status !== 'open' || !needsHours.has(type.category)) return null
    const week = weeklyMinutes(hours) / 60
    return (
      week < 35 &&
      warning(
        'hours-short',
        'hours',
        `享受补助的公共体育场馆每周开放不少于35小时，这里为${round(week)}小时`,
        `A subsidised public venue is open at least 35 h a week; this one is open ${round(week)} h`,
      )
    )
  },
  function restDaysShort({ hours, ownership, status }, { type }) {
    if (!hours || ownership !== 'public' || status !== 'open' || !needsHours.has(type.category)) return null
    const shortest = Math.min(...[5, 6].map((day) => dayHours(hours.weekly[day]!)))
    return (
      shortest < 8 &&
      warning(
        'rest-day-hours-short',
        'hours',
        `享受补助的公共体育场馆休息日每天开放不少于8小时，这里为${round(shortest)}小时`,
        `A subsidised public venue is open at least 8 h on rest days; this one is open ${round(shortest)} h`,
      )
    )
  },
  function priceMissing({ fee, priceFen }) {
    return (
      (fee === 'paid' || fee === 'low-fee') &&
      priceFen === null &&
      warning('price-missing', 'priceFen', '收费场所未填写价格', 'The place is paid, but its price is missing')
    )
  },
  function paidForNothing({ fee, priceFen }) {
    return (
      fee === 'paid' &&
      priceFen === 0 &&
      warning(
        'price-zero',
        'fee',
        '收费场所价格为0，是否应为免费？',
        'The place is paid but costs nothing; is it free?',
      )
    )
  },
  function builtAhead({ builtYear, status }, { today }) {
    return (
      builtYear !== null &&
      status !== 'planned' &&
      builtYear > Number(today.slice(0, 4)) &&
      warning('built-ahead', 'builtYear', `建成年份${builtYear}在将来`, `The year built, ${builtYear}, lies ahead`)
    )
  },
  function verifiedAhead({ verifiedOn }, { today }) {
    return (
      verifiedOn !== null &&
      verifiedOn > today &&
      warning(
        'verified-ahead',
        'verifiedOn',
        `核实日期${verifiedOn}在将来`,
        `The day verified, ${verifiedOn}, lies ahead`,
      )
    )
  },
  function noteMissing({ status, statusNote }) {
    return (
      (status === 'temporarily-closed' || status === 'closed') &&
      !statusNote &&
      warning('status-note-missing', 'statusNote', '未说明关闭原因', 'It is not said why the place is closed')
    )
  },
  function phoneOdd({ phone }) {
    return (
      phone !== null &&
      // Numbers of the demo registry are marked as examples, which is no mistake.
      !/^(?:示例 )?[\d\s()+\-,;/、（）*#x转]{5,}$/.test(phone) &&
      warning(
        'phone-odd',
        'phone',
        `电话“${phone}”含有意外的字符`,
        `The phone number «${phone}» has unexpected characters`,
      )
    )
  },
  function ownershipUnusual({ ownership }, { type }) {
    return (
      type.ownership !== 'either' &&
      ((type.ownership === 'public' && ownership === 'private') ||
        (type.ownership === 'private' && ownership === 'public')) &&
      warning(
        'ownership-unusual',
        'ownership',
        `${type.nameZh}通常为${type.ownership === 'public' ? '公共' : '私营'}`,
        `A ${type.code} is usually ${type.ownership}`,
      )
    )
  },
  function typeDeprecated(_, { type }) {
    return (
      type.deprecated &&
      warning(
        'type-deprecated',
        'type',
        `类型“${type.nameZh}”已停用，请改用现行类型`,
        `The type «${type.code}» is no longer used; choose a current one`,
      )
    )
  },
]

/** Categories of types whose opening hours the rules on subsidised venues mean. */
const needsHours = new Set(['venue', 'pool', 'stadium'])

const dayHours = (spans: readonly (readonly [number, number])[]): number =>
  spans.reduce((sum, [opens, closes]) => sum + closes - opens, 0) / 60
const round = (value: number): number => Math.round(value * 10) / 10

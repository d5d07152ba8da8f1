import type { Place, PlaceFields } from '../../contract/places.ts'
import { weeklyMinutes } from './hours.ts'
import type { PlaceType } from './types.ts'

export type Warning = Place['warnings'][number]

/** What the rules look at beside the record itself. */
export interface Surroundings {
  type: PlaceType
  regionCode: string | null
  location: readonly [number, number]
  lengthM: number | null
  /** Area of the drawn shape, geodesic; null for points and lines. */
  drawnAreaM2: number | null
  /** Local date, for years and dates that lie ahead. */
  today: string
  /** Found at a write only: it costs a look at the neighbours. */
  neighbours?: Neighbours
}

export interface Neighbours {
  /** A place of the same name within 100 m. */
  duplicateId: number | null
  /** A place of the same name that lies where this one would if its coordinates were GCJ-02. */
  shiftedTwinId: number | null
  /** Name of the county that the address names although the place lies in another. */
  countyInAddress: string | null
  /** Whether coordinates taken as GCJ-02 would lie in that county. */
  countyFitsGcj02: boolean
}

type Rule = (fields: PlaceFields, around: Surroundings) => Warning | false | null | undefined

const warning = (code: string, field: string, messageZh: string, messageEn: string): Warning => ({
  code,
  field,
  messageZh,
  messageEn,
})

/** Doubts about a record that do not stop it, each with its reason in both languages. Sources: the survey facts in DOMAIN. */
export function warningsOf(fields: PlaceFields, around: Surroundings): Warning[] {
  return rules.map((rule) => rule(fields, around)).filter((found) => found != null && found !== false)
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const chinaExtent = [73, 3, 136, 54.5] as const
const needsHours = new Set(['venue', 'pool', 'stadium'])

const rules: readonly Rule[] = [
  function fewPieces({ type, attributes, equipment }) {
    if (type !== 'fitness-path') return null
    const counted = equipment.reduce((sum, { count }) => sum + count, 0)
    const pieces = counted || number(attributes.pieces)
    return (
      pieces !== null &&
      pieces < 5 &&
      warning(
        'few-pieces',
        'equipment',
        `健身路径应至少有5件器材，这里只有${pieces}件`,
        `A fitness path has at least 5 pieces of equipment; this one has ${pieces}`,
      )
    )
  },
  function piecesDiffer({ attributes, equipment }) {
    const counted = equipment.reduce((sum, { count }) => sum + count, 0)
    const pieces = number(attributes.pieces)
    return (
      pieces !== null &&
      counted > 0 &&
      pieces !== counted &&
      warning(
        'pieces-differ',
        'equipment',
        `器材清单共${counted}件，属性填写${pieces}件`,
        `The equipment list has ${counted} pieces, the attribute says ${pieces}`,
      )
    )
  },
  function trackShort({ attributes }) {
    const length = number(attributes.trackLengthM)
    return (
      length !== null &&
      length < 200 &&
      warning(
        'track-short',
        'attributes.trackLengthM',
        `小型田径场跑道为200米至不足400米，这里为${length}米`,
        `A small track is 200 to under 400 m long; this one is ${length} m`,
      )
    )
  },
  function trackLong({ attributes }) {
    const length = number(attributes.trackLengthM)
    return (
      length !== null &&
      length > 400 &&
      warning(
        'track-long',
        'attributes.trackLengthM',
        `标准跑道为400米，这里为${length}米`,
        `A standard track is 400 m long; this one is ${length} m`,
      )
    )
  },
  function pitchSmall({ type, attributes }) {
    const [length, width, side] = [attributes.lengthM, attributes.widthM, attributes.playersASide].map(number)
    if (type !== 'football-pitch' || (side !== null && side !== 11)) return null
    return (
      ((length != null && length < 90) || (width != null && width < 45)) &&
      warning(
        'pitch-small',
        'attributes.lengthM',
        `十一人制足球场不小于90×45米，这里为${length ?? '?'}×${width ?? '?'}米`,
        `A football pitch for eleven is at least 90 × 45 m; this one is ${length ?? '?'} × ${width ?? '?'} m`,
      )
    )
  },
  function handballSmall({ courts }) {
    const small = courts.find(({ sport, areaM2 }) => sport === 'handball' && areaM2 !== null && areaM2 < 800)
    return (
      small &&
      warning(
        'handball-small',
        'courts',
        `手球场不小于40×20米（800平方米），这里为${small.areaM2}平方米`,
        `A handball court is at least 40 × 20 m (800 m²); this one is ${small.areaM2} m²`,
      )
    )
  },
  function rinkSmall({ type, areaM2, attributes }) {
    const area = number(attributes.sportsAreaM2) ?? areaM2
    return (
      type === 'roller-rink' &&
      area !== null &&
      area < 400 &&
      warning(
        'rink-small',
        'areaM2',
        `轮滑场不小于400平方米，这里为${area}平方米`,
        `A roller rink is at least 400 m²; this one is ${area} m²`,
      )
    )
  },
  function courtsExceedArea({ areaM2, courts }) {
    const sum = courts.reduce((total, court) => total + (court.areaM2 ?? 0), 0)
    return (
      areaM2 !== null &&
      sum > areaM2 * 1.01 &&
      warning(
        'courts-exceed-area',
        'courts',
        `各场地面积合计${Math.round(sum)}平方米，大于场馆面积${areaM2}平方米（跑道内的球场不重复计算）`,
        `The courts add up to ${Math.round(sum)} m², more than the place's ${areaM2} m² (courts inside a track are not counted again)`,
      )
    )
  },
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
  function farFromRegions(_, { regionCode }) {
    return (
      regionCode === null &&
      warning(
        'far-from-regions',
        'geometry',
        '位置距已登记的区县超过2公里',
        'The place lies more than 2 km from every county of the registry',
      )
    )
  },
  function outsideChina(_, { location: [lon, lat] }) {
    const [west, south, east, north] = chinaExtent
    return (
      (lon < west || lon > east || lat < south || lat > north) &&
      warning(
        'outside-china',
        'geometry',
        `坐标[${lon}, ${lat}]在中国范围之外，经纬度是否颠倒？`,
        `[${lon}, ${lat}] lies outside China; are longitude and latitude exchanged?`,
      )
    )
  },
  function areaDiffers({ areaM2 }, { drawnAreaM2 }) {
    return (
      areaM2 !== null &&
      drawnAreaM2 !== null &&
      (areaM2 > drawnAreaM2 * 3 || areaM2 < drawnAreaM2 / 3) &&
      warning(
        'area-differs',
        'areaM2',
        `填写面积${areaM2}平方米，图上面积约${Math.round(drawnAreaM2)}平方米，相差三倍以上`,
        `The area given is ${areaM2} m², the shape drawn about ${Math.round(drawnAreaM2)} m²: they differ by more than three times`,
      )
    )
  },
  function trailShort(_, { type, lengthM }) {
    return (
      type.geometryKind === 'line' &&
      lengthM !== null &&
      lengthM < 200 &&
      warning(
        'trail-short',
        'geometry',
        `步道仅长${Math.round(lengthM)}米`,
        `The trail is only ${Math.round(lengthM)} m long`,
      )
    )
  },
  function ascentSteep({ ascentM }, { lengthM }) {
    return (
      ascentM !== null &&
      lengthM !== null &&
      ascentM > lengthM * 0.6 &&
      warning(
        'ascent-steep',
        'ascentM',
        `累计爬升${ascentM}米，而步道长${Math.round(lengthM)}米`,
        `The ascent is ${ascentM} m on a length of ${Math.round(lengthM)} m`,
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
      !/^[\d\s()+\-,;/、（）*#x转]{5,}$/.test(phone) &&
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
  function shiftedTwin(_, { neighbours }) {
    return (
      neighbours?.shiftedTwinId != null &&
      warning(
        'likely-gcj02',
        'geometry',
        `若坐标为GCJ-02，则与同名场所 #${neighbours.shiftedTwinId} 重合：坐标系可能选错`,
        `Taken as GCJ-02 the place would fall on #${neighbours.shiftedTwinId} of the same name: the datum may be wrong`,
      )
    )
  },
  function duplicate(_, { neighbours }) {
    return (
      neighbours?.duplicateId != null &&
      warning(
        'possible-duplicate',
        'nameZh',
        `100米内已有同名场所 #${neighbours.duplicateId}`,
        `A place of the same name, #${neighbours.duplicateId}, lies within 100 m`,
      )
    )
  },
  function otherCounty(_, { neighbours }) {
    if (!neighbours?.countyInAddress) return null
    return neighbours.countyFitsGcj02
      ? warning(
          'likely-gcj02',
          'geometry',
          `地址在${neighbours.countyInAddress}，坐标若为GCJ-02才落在该区县：坐标系可能选错`,
          `The address is in ${neighbours.countyInAddress}, where the coordinates lie only if they are GCJ-02: the datum may be wrong`,
        )
      : warning(
          'address-elsewhere',
          'addressZh',
          `地址在${neighbours.countyInAddress}，坐标却在别的区县`,
          `The address is in ${neighbours.countyInAddress}, the coordinates lie in another county`,
        )
  },
]

const dayHours = (spans: readonly (readonly [number, number])[]): number =>
  spans.reduce((sum, [opens, closes]) => sum + closes - opens, 0) / 60
const round = (value: number): number => Math.round(value * 10) / 10

import { type Rule, warning } from './doubt.ts'

/** Sizes, lengths and equipment against the survey facts of DOMAIN. */
export const facilityDoubts: readonly Rule[] = [
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
]

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

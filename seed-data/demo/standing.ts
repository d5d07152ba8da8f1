import type { fees, placeStatuses } from '../../api/contract/place-record.ts'
import type { PlaceTypeEntry } from '../catalogue.ts'
import type { Details } from './details.ts'
import type { TypeHabit } from './habits.ts'
import type { Random } from './random.ts'

/** How a place stands: its status, price, owner, telephone, rating. */
export interface Standing {
  status: (typeof placeStatuses)[number]
  statusNote: string | null
  fee: (typeof fees)[number]
  priceFen: number | null
  ownerName: string | null
  phone: string | null
  rating: string | null
  ratingCount: number
  weight: string
  verifiedOn: string | null
}

const staffed = new Set(['venue', 'pool', 'stadium', 'club', 'school', 'service', 'snow-ice', 'outdoor'])

export function makeStanding(habit: TypeHabit, type: PlaceTypeEntry, { ownership }: Details, random: Random): Standing {
  const [status, statusNote] = makeStatus(random)
  const fee = makeFee(habit, random)
  const isRated = status !== 'planned' && random.chance(staffed.has(type.category) ? 0.8 : 0.45)
  // Few have many ratings: the cube makes the long tail.
  const ratingCount = isRated ? 1 + Math.floor(900 * random.next() ** 3) : 0
  const rating = isRated ? Math.min(5, Math.max(1, 4.2 + 0.45 * random.bell())) : null
  return {
    status,
    statusNote,
    fee,
    priceFen: makePrice(fee, habit, random),
    ownerName: random.chance(0.75) ? `${ownerKinds[ownership]}（示例 ${random.whole(1, 999)}）` : null,
    phone: random.chance(staffed.has(type.category) ? 0.75 : 0.08) ? fictitiousPhone(random) : null,
    rating: rating === null ? null : rating.toFixed(1),
    ratingCount,
    weight: (type.weight * random.between(0.8, 1.2) + ratingCount / 900).toFixed(2),
    verifiedOn: random.chance(0.7) ? random.pick(verifiedDays) : null,
  }
}

const ownerKinds: Record<Details['ownership'], string> = {
  public: '公共体育设施管理单位',
  private: '场馆运营企业',
  school: '学校',
  other: '其他运营单位',
}

/**
 * Marked 示例 (example) and under 000, which is no Chinese area code and begins no number that can be dialled there.
 * Eight further digits, so that lists and forms meet the usual length.
 */
function fictitiousPhone(random: Random): string {
  const digits = String(random.below(100_000_000)).padStart(8, '0')
  return `示例 000-${digits.slice(0, 4)}-${digits.slice(4)}`
}

function makeStatus(random: Random): [Standing['status'], string | null] {
  const drawn = random.next()
  if (drawn < 0.93) return ['open', null]
  if (drawn < 0.955) return ['temporarily-closed', '设施升级改造，暂停开放（示例）']
  if (drawn < 0.975) return ['closed', '已停止使用（示例）']
  return ['planned', '规划建设中（示例）']
}

function makeFee({ fees: [free, low, paid] }: TypeHabit, random: Random): Standing['fee'] {
  const drawn = random.next()
  if (drawn < free) return 'free'
  if (drawn < free + low) return 'low-fee'
  return drawn < free + low + paid ? 'paid' : 'unknown'
}

/** In steps of five yuan; a low fee is at most 70 % of the usual one. */
function makePrice(fee: Standing['fee'], { yuan: [low, high] }: TypeHabit, random: Random): number | null {
  const drawn = random.next()
  if (fee === 'free') return 0
  if (fee === 'unknown' || high === 0) return null
  const usual = low + (high - low) * drawn ** 1.5
  return Math.max(1, Math.round(((fee === 'low-fee' ? 0.7 : 1) * usual) / 5)) * 500
}

const verifiedDays = Array.from({ length: 680 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10),
)

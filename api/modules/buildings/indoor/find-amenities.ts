import { type SpaceCategory, spaceCategories } from '../../../contract/indoor.ts'
import { wordOfUse } from '../../../contract/space-uses.ts'
import type { UnitRow } from './indoor-queries.ts'
import { type Label, labelOf } from './labels.ts'
import type { Indoor } from './read-indoor.ts'
import { categoryOf } from './space-category.ts'

/** Something one looks for on a floor, at a point of the local frame. */
export interface Amenity {
  kind: 'space' | 'connector' | 'entrance' | 'amenity'
  id: number
  levelId: number
  category: string
  label: Label
  at: [number, number]
  connectorId: number | null
  goesTo: number[]
}

const soughtSpaces: readonly SpaceCategory[] = [
  'toilet',
  'changing',
  'shower',
  'first-aid',
  'reception',
  'food',
  'shop',
]

const kindLabels: Record<string, Label> = {
  stair: { zh: '楼梯', en: 'Stairs' },
  escalator: { zh: '自动扶梯', en: 'Escalator' },
  ramp: { zh: '坡道', en: 'Ramp' },
  lift: { zh: '电梯', en: 'Lift' },
  exit: { zh: '出入口', en: 'Entrance and exit' },
}

/** What its owner chose from the list holds; else names and uses are read. */
export const categoryOfUnit = ({ use, longName, name, nameZh }: UnitRow): SpaceCategory =>
  spaceCategories.find((category) => category === use) ?? categoryOf([nameZh, longName, use, name])

/** Names of doors are as the designer's program gave them; only one that somebody wrote in Chinese says something. */
export const entranceLabel = (name: string | null): Label =>
  name && /[\p{Script=Han}]/u.test(name) ? { zh: name, en: kindLabels.exit!.en } : kindLabels.exit!

/** Toilets, changing rooms and the like, stairs and lifts where they are entered, ways out, and what a plan marks. */
export function findAmenities({ units, passages, connectors, amenities }: Indoor): Amenity[] {
  const levelOf = new Map(units.map(({ id, levelId }) => [id, levelId]))
  const plain = { connectorId: null, goesTo: [] }
  const spaces = units.flatMap((unit): Amenity[] => {
    const category = categoryOfUnit(unit)
    if (!soughtSpaces.includes(category)) return []
    const { id, levelId, display: at } = unit
    return [{ kind: 'space', id, levelId, category, label: labelOf(unit), at, ...plain }]
  })
  const rides = connectors.flatMap(({ id, kind, stops }) =>
    (stops ?? []).map(
      ({ levelId, at }): Amenity => ({
        kind: 'connector',
        id,
        levelId,
        category: kind,
        label: kindLabels[kind]!,
        at,
        connectorId: id,
        goesTo: [...new Set(stops.map((stop) => stop.levelId))].filter((other) => other !== levelId),
      }),
    ),
  )
  const exits = passages.flatMap(({ id, spaceId, otherSpaceId, name, line: [a, b] }): Amenity[] => {
    const levelId = levelOf.get(spaceId)
    if (otherSpaceId !== null || levelId === undefined) return []
    const at: [number, number] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    return [{ kind: 'entrance', id, levelId, category: 'exit', label: entranceLabel(name), at, ...plain }]
  })
  const marked = amenities.map(
    ({ id, levelId, category, nameZh, nameEn, at }): Amenity => ({
      kind: 'amenity',
      id,
      levelId,
      category,
      label: {
        zh: nameZh ?? nameEn ?? wordOfUse(category, 'zh'),
        en: nameEn ?? nameZh ?? wordOfUse(category, 'en'),
      },
      at: at.coordinates as [number, number],
      ...plain,
    }),
  )
  return [...spaces, ...rides, ...exits, ...marked]
}

import type { AttributeSchema } from '../catalogue.ts'
import type { Random } from './random.ts'

/** What else is known of the place, so that its attributes agree with it. */
export interface Facts {
  builtYear: number
  areaM2: number
  courtCount: number
  pieceCount: number
}

const usualRanges: Readonly<Record<string, readonly [number, number]>> = {
  seats: [100, 6000],
  indoorHeightM: [7, 16],
  changingRooms: [2, 12],
  parkingSpaces: [10, 400],
  storeys: [1, 5],
  trackLanes: [4, 8],
  poolWidthM: [10, 25],
  poolLanes: [4, 10],
  minDepthM: [0.8, 1.3],
  maxDepthM: [1.4, 2.4],
  tableCount: [4, 24],
  laneCount: [4, 24],
  widthAverageM: [1.2, 4],
  restAreas: [1, 12],
  greenSpaceRatio: [40, 80],
  coaches: [2, 30],
  pisteCount: [2, 14],
  liftCount: [1, 8],
  topElevationM: [1400, 3400],
  wallHeightM: [4, 18],
  ropeLines: [6, 60],
  distanceM: [10, 70],
  horses: [6, 60],
  boats: [10, 80],
  pitches: [10, 120],
  capacity: [60, 3000],
  ringCount: [1, 3],
  boardTables: [3, 24],
  fishSpots: [20, 160],
}

const usualChoices: Readonly<Record<string, readonly (number | string)[]>> = {
  trackLengthM: [200, 250, 300, 400, 400],
  poolLengthM: [25, 25, 50],
  holeCount: [9, 18, 18, 36],
  seasonFrom: ['05-01', '06-01', '12-01'],
  seasonTo: ['09-30', '10-07', '03-15'],
}

const martialStyles = ['太极拳', '峨眉武术', '散打', '青城武术', '长拳', '跆拳道']

/** Pitch sizes that agree with the number of players: length, width in metres. */
const pitchSizes: Readonly<Record<string, readonly [number, number]>> = {
  '5': [40, 20],
  '7': [65, 45],
  '8': [68, 48],
  '11': [105, 68],
}

/** Attributes valid by the type's schema; now and then one is left unknown, as in any registry. */
export function makeAttributes(
  schema: Readonly<Record<string, AttributeSchema>>,
  facts: Facts,
  random: Random,
): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const [name, attribute] of Object.entries(schema)) {
    if (random.chance(0.12)) continue
    attributes[name] = attributeValue(name, attribute, facts, random)
  }
  const size = pitchSizes[String(attributes.playersASide)]
  if (size) [attributes.lengthM, attributes.widthM] = size
  // A shallow end may not be deeper than the deep end, whichever of them is known.
  if (attributes.poolLengthM === 50) attributes.poolLanes = 8
  return attributes
}

function attributeValue(name: string, attribute: AttributeSchema, facts: Facts, random: Random): unknown {
  const known = knownValue(name, facts)
  if (known !== undefined) return known
  if (name === 'styles') return [...new Set([random.pick(martialStyles), random.pick(martialStyles)])]
  const choices = usualChoices[name]
  if (choices) return random.pick(choices)
  if (attribute.type === 'boolean') return random.chance(0.6)
  if (attribute.enum) return random.pick(attribute.enum)
  if (attribute.type === 'array') return attribute.items!.enum!.filter(() => random.chance(0.6))
  const [low, high] = usualRanges[name] ?? [attribute.minimum ?? 0, attribute.maximum ?? 100]
  return attribute.type === 'integer' ? random.whole(low, high) : Math.round(random.between(low, high) * 10) / 10
}

function knownValue(name: string, { builtYear, areaM2, courtCount, pieceCount }: Facts): number | undefined {
  switch (name) {
    case 'installedYear':
      return builtYear
    case 'warrantyUntilYear':
      return builtYear + 8
    case 'pieces':
      return Math.max(5, pieceCount)
    case 'courtCount':
    case 'tableCount':
      return courtCount > 0 ? courtCount : undefined
    case 'hallAreaM2':
      return Math.max(20, Math.round(areaM2 * 0.6))
    case 'sportsAreaM2':
      return Math.max(100, Math.round(areaM2 * 0.7))
    case 'iceAreaM2':
      return Math.max(200, Math.min(1800, Math.round(areaM2 * 0.8)))
    case 'lengthM':
      return 40
    case 'widthM':
      return 20
    default:
      return undefined
  }
}

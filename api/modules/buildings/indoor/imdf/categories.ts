import type { SpaceCategory } from '../../../../contract/indoor.ts'

/** Our categories in IMDF's words. */
export const unitCategories: Readonly<Record<SpaceCategory, string>> = {
  court: 'fieldofplay',
  pool: 'recreation',
  seating: 'auditorium',
  changing: 'room',
  toilet: 'restroom',
  shower: 'shower',
  'first-aid': 'firstaid',
  entrance: 'lobby',
  corridor: 'walkway',
  stairs: 'stairs',
  lift: 'elevator',
  food: 'foodservice',
  shop: 'room',
  reception: 'lobby',
  office: 'office',
  storage: 'storage',
  technical: 'nonpublic',
  parking: 'parking',
  room: 'room',
}

export const relationshipCategories = {
  stair: 'stairs',
  escalator: 'escalator',
  ramp: 'ramp',
  lift: 'elevator',
} as const

export const connectorKindOf = (category: unknown): keyof typeof relationshipCategories | null =>
  (Object.entries(relationshipCategories).find(([, word]) => word === category)?.[0] as 'stair' | undefined) ?? null

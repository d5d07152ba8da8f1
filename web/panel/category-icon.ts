import type { PlaceTypes } from '../client/queries.ts'

/** A category is shown by the icon of its first type in use. */
export const categoryIcon = (types: PlaceTypes, category: string): string =>
  types.types.find((type) => type.category === category && !type.deprecated)?.icon ?? 'generic'

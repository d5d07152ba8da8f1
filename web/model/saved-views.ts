/** Viewpoints kept on this device, by place: a name and the text of the link. */
export interface SavedView {
  name: string
  version: number
  code: string
}

const keyOf = (placeId: number): string => `venue-atlas.model-views.${placeId}`
const most = 30

export function readViews(placeId: number, storage: Pick<Storage, 'getItem'>): SavedView[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(placeId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isView) : []
  } catch {
    // What somebody else wrote there is no list of ours.
    return []
  }
}

export function keepViews(
  placeId: number,
  views: readonly SavedView[],
  storage: Pick<Storage, 'setItem'>,
): SavedView[] {
  const kept = views.slice(0, most)
  storage.setItem(keyOf(placeId), JSON.stringify(kept))
  return kept
}

const isView = (view: unknown): view is SavedView =>
  typeof view === 'object' &&
  view !== null &&
  'name' in view &&
  typeof view.name === 'string' &&
  'code' in view &&
  typeof view.code === 'string' &&
  'version' in view &&
  typeof view.version === 'number'

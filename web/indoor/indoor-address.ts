import { useCallback, useState } from 'react'

/** What the indoor page shows, all of it in the address, so that a link or a code on a wall leads to the same. */
export interface IndoorState {
  levelId: number | null
  spaceId: number | null
  /** Ends of a route as the API names them. */
  from: string | null
  to: string | null
  noStairs: boolean
  /** Where a code was scanned: `level,lon,lat`. */
  here: string | null
}

export const nothingShown: IndoorState = {
  levelId: null,
  spaceId: null,
  from: null,
  to: null,
  noStairs: false,
  here: null,
}

const pointPattern = /^[1-9]\d{0,15},-?\d{1,3}(\.\d{1,12})?,-?\d{1,2}(\.\d{1,12})?$/
const endPattern = /^(entrance(:\d{1,16})?|space:\d{1,16}|point:[\d.,-]{1,60}|outside:-?[\d.]{1,20},-?[\d.]{1,20})$/

export function readIndoorAddress(search: string): IndoorState {
  const query = new URLSearchParams(search)
  const number = (name: string) => {
    const text = query.get(name)
    return text && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null
  }
  const end = (name: string) => {
    const text = query.get(name)
    // A number alone is a space: so other pages name it.
    if (text && /^[1-9]\d{0,15}$/.test(text)) return `space:${text}`
    return text && endPattern.test(text) ? text : null
  }
  const here = query.get('here')
  return {
    levelId: number('level'),
    spaceId: number('space'),
    from: end('from'),
    to: end('to'),
    noStairs: query.get('stairs') === 'avoid',
    here: here && pointPattern.test(here) ? here : null,
  }
}

export function indoorQuery({ levelId, spaceId, from, to, noStairs, here }: IndoorState): string {
  const query = new URLSearchParams()
  if (levelId !== null) query.set('level', String(levelId))
  if (spaceId !== null) query.set('space', String(spaceId))
  if (from !== null) query.set('from', from)
  if (to !== null) query.set('to', to)
  if (noStairs) query.set('stairs', 'avoid')
  if (here !== null) query.set('here', here)
  // Both are legal in a query; kept bare, addresses stay readable and codes small.
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}

/** `level,lon,lat` in parts. */
export function pointOf(here: string): { levelId: number; lon: number; lat: number } {
  const [levelId, lon, lat] = here.split(',').map(Number) as [number, number, number]
  return { levelId, lon, lat }
}

export function useIndoorAddress(): [IndoorState, (change: Partial<IndoorState>) => void] {
  const [state, setState] = useState(() => readIndoorAddress(location.search))
  const change = useCallback((changed: Partial<IndoorState>) => {
    setState((before) => {
      const after = { ...before, ...changed }
      history.replaceState(history.state, '', location.pathname + indoorQuery(after))
      return after
    })
  }, [])
  return [state, change]
}

import { ARC_RADIUS, ARC_STEPS } from './arcs.ts'
import type { Palette } from './palette.ts'
import type { StyleOptions } from './style.ts'

/**
 * Counted cells: a field of dots for the cells themselves, and for each block of 8 × 8 of them a disc with its number and a ring that
 * shows the shares of its three commonest categories. The block's counts are in its fullest cell, «stadium:12,park:3», most first.
 */
const source = { source: 'places', 'source-layer': 'places' }
const isCell = ['==', ['get', 'kind'], 'cell']
const isBlock = ['all', isCell, ['has', 'categories']]

type Expression = unknown[]

/** The dots of the cells themselves. */
export const cellDots = (palette: Palette) => ({
  id: 'place-cell',
  type: 'circle',
  ...source,
  filter: isCell,
  paint: {
    'circle-color': palette.accent,
    'circle-opacity': 0.35,
    'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 1.2, 5, 3.6],
  },
})

export function cellLayers(palette: Palette, { categoryColours }: Pick<StyleOptions, 'categoryColours'>) {
  const names = Object.keys(categoryColours)
  const total = names.length > 0 ? sumOf(names) : ['get', 'point_count']
  const radius = ['interpolate', ['linear'], ['ln', ['max', 1, total]], 0, 9, 9, 17]
  return [
    {
      id: 'place-cluster',
      type: 'circle',
      ...source,
      filter: isBlock,
      layout: { 'circle-sort-key': total },
      paint: {
        'circle-color': palette.disc,
        'circle-radius': radius,
        'circle-stroke-color': palette.rest,
        'circle-stroke-width': 3,
      },
    },
    ...(names.length > 0 ? [0, 1, 2].map((rank) => arcLayer(rank, { total, radius, categoryColours, palette })) : []),
    {
      id: 'place-cluster-count',
      type: 'symbol',
      ...source,
      filter: isBlock,
      layout: {
        'text-field': ['to-string', total],
        'text-font': ['Noto Sans Bold'],
        'text-size': ['interpolate', ['linear'], ['ln', ['max', 1, total]], 0, 10, 9, 12],
        // Names of regions make room for it.
        'text-allow-overlap': true,
        'text-padding': 6,
        'symbol-sort-key': total,
      },
      paint: { 'text-color': palette.discText },
    },
  ]
}

/** The block's count: its text searched for each category's number. */
function sumOf(names: readonly string[]): Expression {
  const text = ['concat', ',', ['get', 'categories'], ',']
  const numbers = names.map((name) => {
    const key = `,${name}:`
    const at = ['index-of', key, text]
    const from = ['+', at, key.length]
    return ['case', ['<', at, 0], 0, ['to-number', ['slice', text, from, ['index-of', ',', text, from]]]]
  })
  return ['+', ...numbers]
}

/** Text from the category of that rank on, '' when there are fewer. */
function fromRank(rank: number): Expression {
  if (rank === 0) return ['concat', ['get', 'categories'], ',']
  const before = fromRank(rank - 1)
  return ['slice', before, ['+', 1, ['index-of', ',', before]]]
}

const nameAt = (rank: number): Expression => ['slice', fromRank(rank), 0, ['index-of', ':', fromRank(rank)]]

const countAt = (rank: number): Expression => {
  const text = fromRank(rank)
  const number = ['slice', text, ['+', 1, ['index-of', ':', text]], ['index-of', ',', text]]
  return ['case', ['in', ':', text], ['to-number', number], 0]
}

interface ArcOptions {
  total: Expression
  radius: Expression
  categoryColours: Readonly<Record<string, string>>
  palette: Palette
}

function arcLayer(rank: number, { total, radius, categoryColours, palette }: ArcOptions) {
  const steps = (of: number): Expression => [
    'case',
    ['==', countAt(of), 0],
    0,
    ['max', 1, ['round', ['*', ARC_STEPS, ['/', countAt(of), ['max', 1, total]]]]],
  ]
  const before = Array.from({ length: rank }, (_, of) => steps(of))
  const start = before.length > 1 ? ['+', ...before] : (before[0] ?? 0)
  return {
    id: `place-cluster-ring-${rank + 1}`,
    type: 'symbol',
    ...source,
    filter: isBlock,
    layout: {
      'icon-image': ['case', ['>', countAt(rank), 0], ['concat', 'arc-', ['to-string', steps(rank)]], ''],
      'icon-rotate': ['*', 360 / ARC_STEPS, start],
      // The stroke around the disc is three pixels wide: its middle lies one and a half beyond the radius.
      'icon-size': ['/', ['+', 1.5, radius], ARC_RADIUS],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': total,
    },
    paint: { 'icon-color': ['match', nameAt(rank), ...Object.entries(categoryColours).flat(), palette.rest] },
  }
}

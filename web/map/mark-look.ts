import type { PlaceTypes } from '../client/queries.ts'
import { formatCount } from '../format/quantity.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { categoryIcon } from '../panel/category-icon.ts'
import type { MapTheme } from './atlas-map.ts'
import { lighter, readPalette } from './palette.ts'
import { ringArcs } from './ring.ts'
import { SpriteCache } from './sprites.ts'

const tagsFromZoom = 14
const smallPinsBelowZoom = 11

/** How marks look: colours and glyphs by place type, words by language, both by the page's theme. */
export function mapTheme(types: PlaceTypes | undefined, language: Language, t: Translate): MapTheme {
  const palette = readPalette()
  const colours = new Map(types?.categories.map(({ code, colour }) => [code, colour]))
  const icons = new Map(types?.types.map(({ code, icon }) => [code, icon]))
  const colourOf = (category: string): string => colours.get(category) ?? palette.fallback
  // Lines, fills and rings must stand out from the dark by themselves; pins have their casing and glyph.
  const bareColourOf = (category: string): string => (palette.dark ? lighter(colourOf(category)) : colourOf(category))
  const sprites = new SpriteCache(palette, Math.min(3, devicePixelRatio))
  return {
    palette,
    english: language === 'en',
    colourOf: bareColourOf,
    look: {
      palette,
      english: language === 'en',
      label: (mark) => (mark.place ? nameIn(language, mark.place) : ''),
      sprite(mark, emphasis, zoom) {
        const { place } = mark
        if (!place && mark.count === 1) {
          // One place whose name the count cells do not know: a pin of its kind, which a tap comes closer to.
          const category = mark.shares[0]?.category ?? ''
          return sprites.pin({
            colour: colourOf(category),
            icon: types ? categoryIcon(types, category) : 'generic',
            size: 'small',
            faded: false,
            tag: '',
            badge: '',
          })
        }
        if (!place) {
          const arcs = ringArcs(mark.shares).map((arc) => ({
            ...arc,
            colour: arc.category === '' ? palette.rest : bareColourOf(arc.category),
          }))
          return sprites.disc({ arcs, label: formatCount(mark.count, language), count: mark.count })
        }
        const ranked = place.rank !== undefined
        return sprites.pin({
          colour: colourOf(place.category),
          icon: icons.get(place.type) ?? 'generic',
          size: emphasis !== 'none' ? emphasis : zoom < smallPinsBelowZoom && !ranked ? 'small' : 'normal',
          faded: place.status !== 'open' && emphasis === 'none',
          tag: zoom >= tagsFromZoom && place.fee === 'free' ? t('fee.free') : '',
          badge: ranked ? String(place.rank) : '',
        })
      },
    },
  }
}

import type { PlaceTypes } from '../client/queries.ts'
import { formatCount } from '../format/quantity.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import type { MapTheme } from './atlas-map.ts'
import { readPalette } from './palette.ts'
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
  const sprites = new SpriteCache(palette, Math.min(3, devicePixelRatio))
  return {
    palette,
    english: language === 'en',
    colourOf,
    look: {
      palette,
      english: language === 'en',
      label: (mark) => (mark.place ? nameIn(language, mark.place) : ''),
      sprite(mark, emphasis, zoom) {
        const { place } = mark
        if (!place) {
          const arcs = ringArcs(mark.shares).map((arc) => ({
            ...arc,
            colour: arc.category === '' ? palette.rest : colourOf(arc.category),
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

/** Addresses of the tile service, read strictly: what does not match costs no more than the match. */

export type Address =
  | { kind: 'tile'; layers: string[]; names: string; z: number; x: number; y: number; query: string }
  | { kind: 'tile-json'; layers: string[]; query: string }
  | { kind: 'catalogue'; query: string }
  | { kind: 'style'; query: string }
  | { kind: 'changes'; query: string }
  | { kind: 'sprite'; double: boolean; format: 'json' | 'png'; query: string }
  | { kind: 'glyphs'; fontStack: string; range: string; query: string }
  | { kind: 'graticule'; query: string }
  | { kind: 'unknown'; query: string }

const LONGEST = 4_000
const NAME = '[a-z][a-z0-9-]{0,39}'
const NAMES = `${NAME}(?:(?:,|%2C|%2c)${NAME}){0,7}`
const TILE = new RegExp(`^/tiles/(${NAMES})/(0|[1-9]\\d?)/(0|[1-9]\\d{0,8})/(0|[1-9]\\d{0,8})\\.mvt$`)
const TILE_JSON = new RegExp(`^/tiles/(${NAMES})\\.json$`)
const SPRITE = /^\/tiles\/sprite(@2x)?\.(json|png)$/
const GLYPHS = /^\/tiles\/glyphs\/([\w%, -]{1,200})\/(\d{1,5}-\d{1,5})\.pbf$/

/** Null when the address is not below `/tiles`. */
export function readAddress(url: string): Address | null {
  if (!url.startsWith('/tiles')) return null
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  if (path.length > 6 && path.charCodeAt(6) !== 47) return null
  if (url.length > LONGEST) return { kind: 'unknown', query: '' }

  const tile = TILE.exec(path)
  if (tile) {
    const [, names, z, x, y] = tile
    const layers = layersOf(names!)
    return { kind: 'tile', layers, names: layers.join(), z: Number(z), x: Number(x), y: Number(y), query }
  }
  switch (path) {
    case '/tiles':
    case '/tiles/':
      return { kind: 'catalogue', query }
    case '/tiles/style.json':
      return { kind: 'style', query }
    case '/tiles/changes':
      return { kind: 'changes', query }
    case '/tiles/graticule.geojson':
      return { kind: 'graticule', query }
  }
  const sprite = SPRITE.exec(path)
  if (sprite) return { kind: 'sprite', double: sprite[1] !== undefined, format: sprite[2] as 'json' | 'png', query }
  const glyphs = GLYPHS.exec(path)
  if (glyphs) return { kind: 'glyphs', fontStack: glyphs[1]!, range: glyphs[2]!, query }
  const tileJson = TILE_JSON.exec(path)
  if (tileJson) return { kind: 'tile-json', layers: layersOf(tileJson[1]!), query }
  return { kind: 'unknown', query }
}

/** Most requests name one layer. */
const layersOf = (names: string): string[] =>
  /[,%]/.test(names) ? [...new Set(names.replaceAll(/%2c/gi, ',').split(','))] : [names]

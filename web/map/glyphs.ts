/** The type icons of the tile style, put into the bundle as text; one drawing serves the pins and the page. */
const files = import.meta.glob<string>('../../tiles/style/icons/*.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const glyphs = new Map(
  Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1, -'.svg'.length), text]),
)

const dot =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="5" fill="currentColor"/></svg>'

/** The SVG of an icon; an unknown one is a dot. */
export const glyphSvg = (icon: string): string => glyphs.get(icon) ?? glyphs.get('generic') ?? dot

const images = new Map<string, HTMLImageElement>()
let onReady: () => void = () => {}

/** Called when a glyph asked for earlier can be drawn. */
export function whenGlyphsArrive(listener: () => void): void {
  onReady = listener
}

/** The icon as a white image for the canvas, or null while it is being decoded (a moment). */
export function glyphImage(icon: string): HTMLImageElement | null {
  let image = images.get(icon)
  if (!image) {
    image = new Image(48, 48)
    image.addEventListener('load', () => onReady())
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whitened(glyphSvg(icon)))}`
    images.set(icon, image)
  }
  return image.complete && image.naturalWidth > 0 ? image : null
}

/** White where the drawing has its ink, with a size of its own: some browsers draw nothing from an SVG without one. */
const whitened = (svg: string): string =>
  svg
    .replace(/currentColor/gi, '#fff')
    .replace(/(fill|stroke)="#(?:000|000000|black)"/gi, '$1="#fff"')
    .replace(/<svg(?![^>]*\bwidth=)/, '<svg width="48" height="48"')

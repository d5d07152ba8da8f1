import { useMemo } from 'react'
import { glyphSvg } from '../map/glyphs.ts'

/** A type's icon in the page, in the colour of the text. The drawings come from our own files at build time. */
export function Glyph({ icon, size = 18 }: { icon: string; size?: number }) {
  const mask = useMemo(
    () =>
      `url("data:image/svg+xml;charset=utf-8,${encodeURIComponent(glyphSvg(icon).replace(/currentColor/g, '#000'))}")`,
    [icon],
  )
  return (
    <span
      className="glyph"
      aria-hidden="true"
      style={{ width: size, height: size, maskImage: mask, WebkitMaskImage: mask }}
    />
  )
}

import type { Layer } from '../api/spatial/layers.ts'
import { type Exchange, replyBytes, replyJson, replyProblem } from './reply.ts'
import type { BaseMap } from './style/base-map.ts'
import { glyphsOf } from './style/glyphs.ts'
import { graticule } from './style/graticule.ts'
import { palettes, type Theme } from './style/palette.ts'
import { spriteOf } from './style/sprite.ts'
import { mapStyle } from './style/style.ts'
import type { Address } from './tile-address.ts'

type StyleAddress = Extract<Address, { kind: 'style' | 'sprite' | 'glyphs' | 'graticule' }>

export interface StyleConfiguration {
  layers: ReadonlyMap<string, Layer>
  baseMaps: readonly BaseMap[]
  typeIcons: Readonly<Record<string, string>>
  categoryColours: Readonly<Record<string, string>>
}

const DAY = 'public, max-age=86400'
const languages = ['zh', 'en'] as const

/** The style and what it refers to: sprite, glyphs, graticule. */
export function createStyleServer(configuration: StyleConfiguration) {
  const lines = graticule()

  return (exchange: Exchange, address: StyleAddress, origin: string) => {
    switch (address.kind) {
      case 'style':
        return replyStyle(exchange, address.query, origin)
      case 'graticule':
        return replyJson(exchange, lines, DAY)
      case 'sprite':
        return later(exchange, replySprite(exchange, address))
      default:
        return later(exchange, replyGlyphs(exchange, address))
    }
  }

  function replyStyle(exchange: Exchange, query: string, origin: string) {
    const parameters = new URLSearchParams(query)
    const language = languages.find((known) => known === (parameters.get('lang') ?? 'zh'))
    const theme = (Object.keys(palettes) as Theme[]).find((known) => known === (parameters.get('theme') ?? 'light'))
    if (language && theme) return replyJson(exchange, mapStyle({ ...configuration, origin, language, theme }))
    const detail = 'the style takes lang=zh|en and theme=light|dark'
    replyProblem(exchange, { status: 400, code: 'unknown-style', title: 'Bad request', detail })
  }
}

async function replySprite(exchange: Exchange, { double, format }: Extract<Address, { kind: 'sprite' }>) {
  const { png, index } = await spriteOf(double ? 2 : 1)
  if (format === 'json') return replyJson(exchange, index, DAY)
  replyBytes(exchange, { status: 200, body: png, headers: { 'Content-Type': 'image/png', 'Cache-Control': DAY } })
}

async function replyGlyphs(exchange: Exchange, { fontStack, range }: Extract<Address, { kind: 'glyphs' }>) {
  const body = await glyphsOf(fontStack, range)
  const headers = { 'Content-Type': 'application/x-protobuf', 'Cache-Control': DAY }
  if (body) return replyBytes(exchange, { status: 200, body, headers })
  const detail = `«${range}» is not a range of 256 characters such as 0-255`
  replyProblem(exchange, { status: 404, code: 'unknown-glyphs', title: 'Not found', detail })
}

function later(exchange: Exchange, reply: Promise<unknown>) {
  reply.catch(() => {
    if (exchange.response.headersSent) return exchange.response.destroy()
    const detail = 'it could not be read; the installation is not whole'
    replyProblem(exchange, { status: 500, code: 'style-failed', title: 'Internal error', detail })
  })
}

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import express, { type Request, type Response, Router } from 'express'

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

const pagePaths = [
  '/',
  '/places/:id',
  '/places/:id/indoor',
  '/places/:id/model',
  '/places/:id/report',
  '/reports/:id',
  '/me',
  '/booking{/*rest}',
  '/manage{/*rest}',
  '/openness{/*rest}',
  '/plan{/*rest}',
  '/admin{/*rest}',
  '/screen',
]

const building = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>场馆一张图</title>
<body style="font:16px/1.6 system-ui,sans-serif;display:grid;place-content:center;height:90vh;text-align:center"><p>页面正在生成，马上就好……<br><span lang="en">The pages are being built; this one reloads by itself.</span></p></html>`

/** The built pages: hashed assets for ever, the page itself always asked for again. Any page address serves the one document. */
export function pages(dist: string, illustrations: string): Router {
  const router = Router()
  router.use('/assets', express.static(join(dist, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  router.use('/illustrations', express.static(illustrations, { maxAge: '1d', fallthrough: false }))
  // What the PDF viewer loads as it needs it: character maps and fonts, from the very version of its library.
  for (const part of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
    router.use(`/pdfjs/${part}`, express.static(join(pdfjs, part), { maxAge: '1d', fallthrough: false }))
  }
  router.use(
    express.static(dist, { index: false, setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache') }),
  )
  router.get(pagePaths, (request, response) => {
    if (isEmbedded(request)) allowFraming(response)
    const index = join(dist, 'index.html')
    if (!existsSync(index)) {
      response.status(503).set('Retry-After', '2').type('html').send(building)
      return
    }
    response.set('Cache-Control', 'no-cache').sendFile(index)
  })
  return router
}

/** The model with `?embed=1` may stand in anybody's page: it only shows what is public, and our cookies stay away from frames of others. */
const isEmbedded = (request: Request): boolean =>
  request.query.embed === '1' && /^\/places\/\d+\/model\/?$/.test(request.path)

function allowFraming(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '')
  response.removeHeader('X-Frame-Options')
  response.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *'))
}

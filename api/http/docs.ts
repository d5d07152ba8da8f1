import { Router } from 'express'
import { openApi } from '../contract/openapi.ts'

/** /api/openapi.json and a readable page of it at /api/docs, made from the same document, with no script and no other host. */
export function docs(): Router {
  const router = Router()
  const document = openApi()
  const json = JSON.stringify(document)
  const html = docsPage(document)
  router.get('/api/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('application/json').send(json)
  })
  router.get('/api/docs', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('html').send(html)
  })
  return router
}

interface Operation {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[]
  requestBody?: { content?: Record<string, { schema?: unknown }> }
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>
  'x-roles'?: readonly string[]
  'x-errors'?: readonly string[]
}

function docsPage(document: object): string {
  const { paths = {}, info } = document as {
    paths?: Record<string, Record<string, Operation>>
    info: { title: string }
  }
  const sections = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationSection(method, path, operation)),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(info.title)}</title><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h2{font-size:1rem;border-top:1px solid #8886;padding-top:1rem;margin-top:2rem}code{background:#8882;padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0;border-bottom:1px solid #8883}
pre{overflow:auto;background:#8881;padding:.75rem;border-radius:8px;font-size:.8rem}</style>
<h1>${escapeHtml(info.title)}</h1><p>The machine-readable form is <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).
Tiles: <a href="/tiles">/tiles</a>.</p>${sections.join('\n')}</html>`
}

function operationSection(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (one) => `<tr><td><code>${escapeHtml(one.name)}</code>${one.required ? ' *' : ''}</td><td>${one.in}</td>
<td>${escapeHtml(one.description ?? '')} <code>${escapeHtml(JSON.stringify(one.schema ?? {}).slice(0, 400))}</code></td></tr>`,
  )
  const body = operation.requestBody?.content?.['application/json']?.schema
  const codes = operation['x-errors'] ?? []
  return `<section><h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary ?? '')}. Roles: ${escapeHtml((operation['x-roles'] ?? []).join(', '))}.</p>
${parameters.length ? `<table><tr><th>Name</th><th>In</th><th>Takes</th></tr>${parameters.join('')}</table>` : ''}
${body ? `<details><summary>Body</summary><pre>${escapeHtml(JSON.stringify(body, null, 1))}</pre></details>` : ''}
${codes.length ? `<p>Problems: ${codes.map((code) => `<code>${escapeHtml(code)}</code>`).join(' ')}</p>` : ''}</section>`
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

import * as contract from '../../contract/ogc.ts'
import type { Core, Module } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import type { Layer } from '../layers.ts'
import { answerItem, answerItems } from './answer-items.ts'
import { apiDocument } from './api-document.ts'
import { crsOf } from './crs.ts'
import { collection, collections, conformance, landing } from './documents.ts'
import { extentOf } from './extents.ts'
import { queryablesSchema } from './queryables.ts'
import { tileMatrixSets, tileSet, tileSets, webMercatorQuad } from './tile-documents.ts'

/** OGC API – Features and Tiles over every layer of the registry. */
export const ogc: Module = { name: 'ogc', routes }

function routes({ database, layers }: Core, bind: Bind): void {
  const all = [...layers.values()]
  const layerOf = (name: string): Layer => {
    const layer = layers.get(name)
    if (layer) return layer
    throw errors.notFound(
      'collection-not-found',
      `There is no collection «${name}»; known: ${[...layers.keys()].join(', ')}.`,
    )
  }
  bind(contract.ogcLanding, async ({ origin }) => landing(origin))
  bind(contract.ogcApi, async ({ origin }) => {
    return new Reply(JSON.stringify(apiDocument(all, origin)), {
      contentType: 'application/vnd.oai.openapi+json;version=3.0',
    })
  })
  bind(contract.ogcConformance, async () => conformance)
  bind(contract.ogcCollections, async ({ origin }) => {
    const systems = [...(await crsOf(database)).values()]
    const extents = await Promise.all(all.map(async (layer) => ({ layer, extent: await extentOf(database, layer) })))
    return collections(extents, systems, origin)
  })
  bind(contract.ogcCollection, async ({ params, origin }) => {
    const layer = layerOf(params.collection)
    return collection(layer, await extentOf(database, layer), origin)
  })
  bind(contract.ogcQueryables, async ({ params, origin }) => {
    const schema = queryablesSchema(
      layerOf(params.collection),
      `${origin}/ogc/collections/${params.collection}/queryables`,
    )
    return new Reply(JSON.stringify(schema), { contentType: 'application/schema+json' })
  })
  bind(contract.ogcItems, (call) => answerItems(database, layerOf(call.params.collection), call))
  bind(contract.ogcItem, (call) => answerItem(database, layerOf(call.params.collection), call))
  bind(contract.ogcTileSets, async ({ params, origin }) => tileSets(layerOf(params.collection), origin))
  bind(contract.ogcTileSet, async ({ params, origin }) => tileSet(layerOf(params.collection), origin))
  bind(contract.ogcTileMatrixSets, async ({ origin }) => tileMatrixSets(origin))
  bind(contract.ogcTileMatrixSet, async () => webMercatorQuad)
}

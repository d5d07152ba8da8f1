import { parentPort } from 'node:worker_threads'
import { applyChange, emptyDelta } from './delta.ts'
import { encodeLayer, type LayerState } from './encode-layer.ts'
import type { EncodedReply, EncoderMessage } from './encoder-pool.ts'
import { stateOf } from './layer-engine.ts'
import { LayerWriter } from './layer-writer.ts'

/** Encodes tiles over the arrays that the serving thread shares; messages come in order, so a tile has every change sent before it. */
const layers = new Map<string, LayerState>()
const port = parentPort!

port.on('message', (message: EncoderMessage) => {
  switch (message.kind) {
    case 'table': {
      const { schema, table } = message
      layers.set(schema.layer.name, stateOf(schema, table, emptyDelta(), new LayerWriter(schema)))
      return
    }
    case 'changes': {
      const { table, delta } = layers.get(message.layer)!
      for (const [id, feature] of message.changes) applyChange(table, delta, id, feature)
      return
    }
    case 'encode': {
      const reply = encoded(message)
      port.postMessage(reply, reply.bytes ? [reply.bytes.buffer as ArrayBuffer] : [])
    }
  }
})

function encoded({ number, parts }: Extract<EncoderMessage, { kind: 'encode' }>): EncodedReply {
  const from = performance.now()
  try {
    const buffers = parts.flatMap(({ layer, request }) => encodeLayer(layers.get(layer)!, request) ?? [])
    // Small buffers lie in a pool of node's own, which cannot be handed over: a copy can.
    const bytes = buffers.length === 0 ? null : Uint8Array.from(Buffer.concat(buffers))
    return { number, bytes, seconds: (performance.now() - from) / 1000 }
  } catch (error) {
    return { number, bytes: null, seconds: 0, fault: error instanceof Error ? error.message : String(error) }
  }
}

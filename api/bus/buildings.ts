/** Told by the module of buildings in the transaction that puts a version in force. */
declare module './bus.ts' {
  interface Notices {
    'building.ready': { placeId: number; modelId: number; version: number }
  }
}

export {}

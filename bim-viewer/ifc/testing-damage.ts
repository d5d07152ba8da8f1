/** A stream of numbers from 0 to 1, the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** An IFC file with 200 random bytes of its data changed, or a fiftieth of its lines dropped; header and trailer stay, so that it is opened. */
export function damaged(ifc: string, kind: 'bytes' | 'lines', seed: number): Uint8Array {
  const random = randomFrom(seed)
  const [start, end] = [ifc.indexOf('DATA;') + 6, ifc.lastIndexOf('ENDSEC;')]
  if (kind === 'lines') {
    const lines = ifc.slice(start, end).split('\n')
    const kept = lines.filter(() => random() > 0.02)
    return new TextEncoder().encode(ifc.slice(0, start) + kept.join('\n') + ifc.slice(end))
  }
  const bytes = new TextEncoder().encode(ifc)
  for (let change = 0; change < 200; change++) {
    bytes[start + Math.floor(random() * (end - start))] = Math.floor(random() * 256)
  }
  return bytes
}

/**
 * The data version of this person's last write. Tiles are asked for with at least that version until one has it, so that a map
 * opened after a save shows it, on the next page as well.
 */
const key = 'written-version'
/** Any tile has caught up long before; without a limit a version of a registry that was since rebuilt would be asked for for ever. */
const keptMs = 60_000

interface Kept {
  version: number
  at: number
}

/** Called for each reply to a write. */
export function noteWrite(response: Response, now = Date.now()): void {
  const version = Number(response.headers.get('x-data-version'))
  if (version > 0) store({ version, at: now })
}

/** What a tile's address needs beside its own query: `atLeast=…`, or '' when nothing was written lately. */
export function ownWrite(now = Date.now()): string {
  const kept = read()
  return kept && now - kept.at < keptMs ? `atLeast=${kept.version}` : ''
}

/** Called for each tile: one that has the write ends the asking. */
export function noteTile(response: Response): void {
  const kept = read()
  if (kept && Number(response.headers.get('x-data-version')) >= kept.version) store(null)
}

function read(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

function store(kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(key, JSON.stringify(kept))
    else sessionStorage.removeItem(key)
  } catch {
    // Without storage the change feed brings the tile a moment later.
  }
}

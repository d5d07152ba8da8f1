/** The few messages of PostgreSQL's protocol 3.0 that the embedded connection reads or writes itself; the rest passes through. */

const cancelRequest = 80877102
const encryptionRequests = [80877103, 80877104]

/** Bytes after which the server answers: Query, Sync, Flush, CopyDone, CopyFail. */
const answered = new Set(['Q', 'S', 'H', 'c', 'f'].map((type) => type.charCodeAt(0)))
const terminate = 'X'.charCodeAt(0)
const readyForQuery = 'Z'.charCodeAt(0)

export type Startup = { kind: 'incomplete' } | { kind: 'encryption' | 'cancel' | 'session'; length: number }

/** What a client's first packet asks for. */
export function readStartup(bytes: Buffer): Startup {
  if (bytes.length < 8) return { kind: 'incomplete' }
  const length = bytes.readInt32BE(0)
  if (bytes.length < length) return { kind: 'incomplete' }
  const code = bytes.readInt32BE(4)
  if (encryptionRequests.includes(code)) return { kind: 'encryption', length }
  return { kind: code === cancelRequest ? 'cancel' : 'session', length }
}

export interface Batch {
  /** Whole messages up to the last one that the server answers; empty when there is none yet. */
  ready: Buffer
  rest: Buffer
  /** The client said goodbye after `ready`. */
  ends: boolean
}

/** Splits what a client has sent so far into the part that the server can answer now and the part to keep. */
export function takeBatch(bytes: Buffer): Batch {
  let offset = 0
  let answeredUpTo = 0
  while (offset + 5 <= bytes.length) {
    const end = offset + 1 + bytes.readInt32BE(offset + 1)
    if (end > bytes.length) break
    if (bytes[offset] === terminate)
      return { ready: bytes.subarray(0, answeredUpTo), rest: Buffer.alloc(0), ends: true }
    if (answered.has(bytes[offset]!)) answeredUpTo = end
    offset = end
  }
  return { ready: bytes.subarray(0, answeredUpTo), rest: bytes.subarray(answeredUpTo), ends: false }
}

/** The SQL texts inside a batch (Query and Parse messages). */
export function sqlTexts(batch: Buffer): string[] {
  const texts: string[] = []
  for (let offset = 0; offset + 5 <= batch.length; offset += 1 + batch.readInt32BE(offset + 1)) {
    const type = String.fromCharCode(batch[offset]!)
    if (type !== 'Q' && type !== 'P') continue
    const start = type === 'Q' ? offset + 5 : batch.indexOf(0, offset + 5) + 1
    texts.push(batch.toString('utf8', start, batch.indexOf(0, start)))
  }
  return texts
}

/** True when the answer leaves the session inside a transaction (open or failed), undefined without a ReadyForQuery at its end. */
export function leavesTransactionOpen(answer: Buffer): boolean | undefined {
  const at = answer.length - 6
  if (at < 0 || answer[at] !== readyForQuery || answer.readInt32BE(at + 1) !== 5) return undefined
  return answer[at + 5] !== 'I'.charCodeAt(0)
}

/** The message of the first ErrorResponse in an answer. */
export function firstError(answer: Buffer): string | undefined {
  for (let offset = 0; offset + 5 <= answer.length; offset += 1 + answer.readInt32BE(offset + 1)) {
    if (answer[offset] !== 'E'.charCodeAt(0)) continue
    const fields = answer.toString('utf8', offset + 5, offset + 1 + answer.readInt32BE(offset + 1)).split('\0')
    return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'unknown error'
  }
  return undefined
}

/**
 * True when an answer ends a statement with PortalSuspended though every Execute of the batch asked for all rows: a failure inside
 * a geometry function of the embedded server is answered so, without rows or error, and its session is out of step from there on.
 */
export function suspendedUnasked(batch: Buffer, answer: Buffer): boolean {
  return hasMessage(answer, 's') && !hasMessage(batch, 'E', (end) => batch.readInt32BE(end - 4) > 0)
}

function hasMessage(bytes: Buffer, type: string, matches: (end: number) => boolean = () => true): boolean {
  for (let offset = 0; offset + 5 <= bytes.length; ) {
    const end = offset + 1 + bytes.readInt32BE(offset + 1)
    if (bytes[offset] === type.charCodeAt(0) && matches(end)) return true
    offset = end
  }
  return false
}

export function queryMessage(sql: string): Buffer {
  return message('Q', Buffer.from(`${sql}\0`))
}

/** One `copy … from stdin` with its data, complete: the embedded server reads its input to the end before it answers. */
export function copyMessages(sql: string, data: Buffer): Buffer {
  return Buffer.concat([queryMessage(sql), message('d', data), message('c', Buffer.alloc(0))])
}

/** What a server says before the first query. */
export function greeting(parameters: Record<string, string>, processId: number): Buffer {
  const key = Buffer.alloc(8)
  key.writeInt32BE(processId, 0)
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
    message('K', key),
    message('Z', Buffer.from('I')),
  ])
}

/** A FATAL ErrorResponse with an end that lets the driver go on: the session is over. */
export function fatalError(code: string, text: string): Buffer {
  return Buffer.concat([
    message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`)),
    message('Z', Buffer.from('E')),
  ])
}

/** The answer to a simple ROLLBACK. */
export function rolledBack(): Buffer {
  return Buffer.concat([message('C', Buffer.from('ROLLBACK\0')), message('Z', Buffer.from('I'))])
}

export function isSimpleRollback(batch: Buffer): boolean {
  return batch[0] === 'Q'.charCodeAt(0) && /^\s*rollback\s*;?\s*$/i.test(sqlTexts(batch)[0] ?? '')
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

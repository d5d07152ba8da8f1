import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentLimitMs, limitAfter } from './time-limit.ts'
import {
  copyMessages,
  fatalError,
  firstError,
  greeting,
  isSimpleRollback,
  leavesTransactionOpen,
  queryMessage,
  readStartup,
  sqlTexts,
  suspendedUnasked,
  takeBatch,
} from './wire.ts'

const parse = (sql: string) => {
  const body = Buffer.from(`name\0${sql}\0\0\0`)
  const head = Buffer.from([0x50, 0, 0, 0, 0])
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const sync = Buffer.from([0x53, 0, 0, 0, 4])
const terminate = Buffer.from([0x58, 0, 0, 0, 4])

it('gives whole batches in order however the bytes arrive', () => {
  const messages = [
    queryMessage('select 1'),
    parse('select $1'),
    sync,
    copyMessages('copy t from stdin', Buffer.from('1\n')),
    queryMessage(''),
  ]
  const whole = Buffer.concat(messages)
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), whole.length]
      const given: Buffer[] = []
      let pending: Buffer = Buffer.alloc(0)
      for (const [index, edge] of edges.entries()) {
        pending = Buffer.concat([pending, whole.subarray(edges[index - 1] ?? 0, edge)])
        const { ready, rest, ends } = takeBatch(pending)
        expect(ends).toBe(false)
        given.push(ready)
        pending = rest
      }
      expect(pending).toHaveLength(0)
      expect(Buffer.concat(given)).toEqual(whole)
    }),
    { seed: 6 },
  )
})

it('keeps a prepare without its sync, and ends after the last answered message', () => {
  expect(takeBatch(parse('select 1'))).toMatchObject({ ready: Buffer.alloc(0), rest: parse('select 1') })
  expect(takeBatch(Buffer.concat([queryMessage('rollback'), terminate]))).toMatchObject({
    ready: queryMessage('rollback'),
    ends: true,
  })
  expect(takeBatch(terminate).ends).toBe(true)
})

it('reads the statements of a batch', () => {
  expect(sqlTexts(Buffer.concat([queryMessage('select 1'), parse('选择 $1'), sync]))).toEqual(['select 1', '选择 $1'])
  expect(isSimpleRollback(queryMessage('ROLLBACK;'))).toBe(true)
  expect(isSimpleRollback(queryMessage('rollback to savepoint trx2'))).toBe(false)
  expect(isSimpleRollback(Buffer.concat([parse('rollback'), sync]))).toBe(false)
})

it('reads what a client asks for first', () => {
  const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0])
  expect(readStartup(startup.subarray(0, 5))).toEqual({ kind: 'incomplete' })
  expect(readStartup(startup)).toEqual({ kind: 'session', length: 9 })
  const encryption = Buffer.alloc(8)
  encryption.writeInt32BE(8, 0)
  encryption.writeInt32BE(80877103, 4)
  expect(readStartup(encryption)).toEqual({ kind: 'encryption', length: 8 })
})

it('reads the state and the error of an answer', () => {
  expect(leavesTransactionOpen(greeting({ TimeZone: 'UTC' }, 1))).toBe(false)
  expect(leavesTransactionOpen(fatalError('57014', 'too long'))).toBe(true)
  expect(leavesTransactionOpen(Buffer.from('short'))).toBeUndefined()
  expect(firstError(fatalError('57014', 'too long'))).toBe('too long')
  expect(firstError(greeting({}, 1))).toBeUndefined()
})

it('takes the time limit from the statements that set it', () => {
  const session = { sessionMs: 1000 }
  const after = (...statements: string[]) => limitAfter(session, statements)
  expect(currentLimitMs(after('select 1'))).toBe(1000)
  expect(after('set local statement_timeout = 0')).toEqual({ sessionMs: 1000, localMs: 0 })
  expect(after(`SET LOCAL statement_timeout TO '5s';`)).toEqual({ sessionMs: 1000, localMs: 5000 })
  expect(after('set statement_timeout = 250')).toEqual({ sessionMs: 250 })
  expect(after(`set session statement_timeout = '2min'`)).toEqual({ sessionMs: 120_000 })
  expect(after(`insert into note values ('set statement_timeout = 0')`)).toEqual(session)
})

describe('a statement that the embedded server suspends', () => {
  const execute = (rows: number) => {
    const bytes = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0])
    bytes.writeInt32BE(rows, 6)
    return bytes
  }
  const suspended = Buffer.from([0x73, 0, 0, 0, 4])
  const complete = Buffer.from([0x43, 0, 0, 0, 5, 0])

  it('is a fault when all rows were asked for', () => {
    expect(suspendedUnasked(Buffer.concat([parse('select 1'), execute(0), sync]), suspended)).toBe(true)
  })

  it('is how a cursor reads a part', () => {
    expect(suspendedUnasked(Buffer.concat([execute(100), sync]), suspended)).toBe(false)
    expect(suspendedUnasked(Buffer.concat([execute(0), sync]), complete)).toBe(false)
  })
})

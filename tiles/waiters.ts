/** Requests that wait until a transaction's changes are in. */
export interface Waiters {
  wait(xid: number, limitMs: number): Promise<boolean>
  tell(isIn: (xid: number) => boolean): void
  close(): void
}

export function createWaiters(): Waiters {
  const waiting = new Set<{ xid: number; end: (reached: boolean) => void }>()
  return {
    wait(xid, limitMs) {
      return new Promise((resolve) => {
        const end = (reached: boolean) => {
          clearTimeout(timer)
          waiting.delete(waiter)
          resolve(reached)
        }
        const waiter = { xid, end }
        const timer = setTimeout(end, limitMs, false)
        waiting.add(waiter)
      })
    },
    tell(isIn) {
      for (const { xid, end } of [...waiting]) if (isIn(xid)) end(true)
    },
    close() {
      for (const { end } of [...waiting]) end(false)
    },
  }
}

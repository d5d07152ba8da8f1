/** One holder at a time per name inside this process, in the order of asking. */
export function createNamedLocks(): <T>(name: string, action: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>()
  return async (name, action) => {
    const before = tails.get(name) ?? Promise.resolve()
    const turn = before.then(action)
    const tail = turn.catch(() => {})
    tails.set(name, tail)
    try {
      return await turn
    } finally {
      if (tails.get(name) === tail) tails.delete(name)
    }
  }
}

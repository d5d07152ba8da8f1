/** Wakes sleepers: a ring between `listen` and the sleep is not lost. */
export function createBells() {
  const ringers = new Set<() => void>()
  return {
    ring() {
      for (const ring of ringers) ring()
    },
    listen() {
      let ring = () => {}
      const rung = new Promise<void>((resolve) => {
        ring = resolve
      })
      ringers.add(ring)
      return {
        async orAfter(ms: number): Promise<void> {
          const timer = setTimeout(ring, ms)
          await rung
          clearTimeout(timer)
        },
        leave: () => void ringers.delete(ring),
      }
    },
  }
}

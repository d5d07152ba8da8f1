/** Who waits for which channel; the connection that hears them is the engine's matter. */
export interface Subscriptions {
  channels(): string[]
  /** Returns true when it is the first of its channel. */
  add(channel: string, wake: (payload: string) => void): boolean
  /** Returns true when it was the last of its channel. */
  remove(channel: string, wake: (payload: string) => void): boolean
  notify(channel: string, payload: string): void
  /** After a reconnection: what was missed is unknown, so everyone looks. */
  notifyAll(): void
}

export function createSubscriptions(onFailure: (error: unknown) => void): Subscriptions {
  const waiting = new Map<string, Set<(payload: string) => void>>()
  const notify = (channel: string, payload: string) => {
    for (const wake of [...(waiting.get(channel) ?? [])]) {
      try {
        wake(payload)
      } catch (error) {
        // One listener's fault must not deafen the others or break the connection that is being read.
        onFailure(error)
      }
    }
  }
  return {
    channels: () => [...waiting.keys()],
    add(channel, wake) {
      const set = waiting.get(channel)
      if (set) {
        set.add(wake)
        return false
      }
      waiting.set(channel, new Set([wake]))
      return true
    },
    remove(channel, wake) {
      const set = waiting.get(channel)
      if (!set?.delete(wake) || set.size > 0) return false
      return waiting.delete(channel)
    },
    notify,
    notifyAll: () => {
      for (const channel of waiting.keys()) notify(channel, '')
    },
  }
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

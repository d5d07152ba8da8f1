/** The best `size` scores met, and the least of them: −∞ while they are fewer. */
export function bestScores(size: number) {
  const heap = new Float64Array(size)
  let count = 0
  return {
    /** True when the worst of the best rose. */
    add(score: number): boolean {
      if (count < size) {
        let at = count++
        while (at > 0 && heap[(at - 1) >> 1]! > score) {
          heap[at] = heap[(at - 1) >> 1]!
          at = (at - 1) >> 1
        }
        heap[at] = score
        return count === size
      }
      if (score <= heap[0]!) return false
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= size) break
        if (child + 1 < size && heap[child + 1]! < heap[child]!) child++
        if (heap[child]! >= score) break
        heap[at] = heap[child]!
        at = child
      }
      heap[at] = score
      return true
    },
    worst: () => (count < size ? Number.NEGATIVE_INFINITY : heap[0]!),
  }
}

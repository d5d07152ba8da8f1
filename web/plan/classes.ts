/** Colours of classes from little to much: single-hue order by lightness with a turn from yellow to blue, told apart by any eye (YlGnBu). */
export const sequential = ['#ffffcc', '#c7e9b4', '#7fcdbb', '#41b6c4', '#2c7fb8', '#253494'] as const
/** Less – same – more, for differences (RdBu turned: no red–green). */
export const diverging = ['#b2182b', '#ef8a62', '#fddbc7', '#f7f7f7', '#d1e5f0', '#67a9cf', '#2166ac'] as const
export const noValueColour = '#9aa3a0'

export type ClassMethod = 'quantile' | 'natural' | 'own'

/** Upper bounds of classes, rising; a value belongs to the first that is not below it, and beyond the last to one more class. */
export function breaksOf(
  values: readonly number[],
  method: ClassMethod,
  classes: number,
  own: readonly number[],
): number[] {
  if (method === 'own') return [...new Set(own)].sort((a, b) => a - b)
  const sorted = values.toSorted((a, b) => a - b)
  const breaks = method === 'quantile' ? quantiles(sorted, classes) : naturalBreaks(sorted, classes)
  return [...new Set(breaks)]
}

function quantiles(sorted: readonly number[], classes: number): number[] {
  if (sorted.length === 0) return []
  return Array.from(
    { length: classes - 1 },
    (_, i) => sorted[Math.max(0, Math.ceil(((i + 1) * sorted.length) / classes) - 1)]!,
  )
}

/** Jenks: bounds that leave the least squared deviation inside the classes, exactly, by dynamic programming. */
function naturalBreaks(sorted: readonly number[], classes: number): number[] {
  const count = sorted.length
  const wanted = Math.min(classes, new Set(sorted).size)
  if (wanted < 2) return []
  const sum = [0]
  const squares = [0]
  for (const value of sorted) {
    sum.push(sum.at(-1)! + value)
    squares.push(squares.at(-1)! + value * value)
  }
  const deviation = (from: number, to: number) =>
    squares[to]! - squares[from]! - (sum[to]! - sum[from]!) ** 2 / (to - from)
  let least = Array.from({ length: count + 1 }, (_, to) => (to === 0 ? 0 : deviation(0, to)))
  const starts: number[][] = []
  for (let k = 2; k <= wanted; k++) {
    const next = new Array<number>(count + 1).fill(Number.POSITIVE_INFINITY)
    const start = new Array<number>(count + 1).fill(0)
    for (let to = k; to <= count; to++) {
      for (let from = k - 1; from < to; from++) {
        const cost = least[from]! + deviation(from, to)
        if (cost < next[to]!) [next[to], start[to]] = [cost, from]
      }
    }
    least = next
    starts.push(start)
  }
  const breaks: number[] = []
  for (let k = wanted, to = count; k >= 2; k--) {
    to = starts[k - 2]![to]!
    breaks.unshift(sorted[to - 1]!)
  }
  return breaks
}

export function classOf(value: number, breaks: readonly number[]): number {
  const at = breaks.findIndex((bound) => value <= bound)
  return at < 0 ? breaks.length : at
}

/** Colours for so many classes, the ends always among them. */
export function coloursFor(classes: number, scale: readonly string[] = sequential): string[] {
  if (classes <= 1) return [scale[Math.floor(scale.length / 2)]!]
  return Array.from({ length: classes }, (_, i) => scale[Math.round((i * (scale.length - 1)) / (classes - 1))]!)
}

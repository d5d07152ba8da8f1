/** Heights of the bottom sheet on a phone: a glimpse, half the screen, all but the top. */
export const sheetHeights = ['peek', 'half', 'full'] as const
export type SheetHeight = (typeof sheetHeights)[number]

export const peekPixels = 124
export const topGapPixels = 12

export function sheetPixels(height: SheetHeight, screen: number): number {
  if (height === 'peek') return peekPixels
  return height === 'half' ? Math.round(screen * 0.5) : screen - topGapPixels
}

/**
 * Where a released sheet comes to rest: the next height in the direction of a flick, else the nearest.
 * @param velocity pixels a millisecond, upwards positive
 */
export function restingHeight(pixels: number, velocity: number, screen: number): SheetHeight {
  const distances = sheetHeights.map((height) => ({ height, pixels: sheetPixels(height, screen) }))
  if (Math.abs(velocity) > 0.45) {
    const ahead =
      velocity > 0
        ? distances.find((stop) => stop.pixels > pixels)
        : distances.toReversed().find((stop) => stop.pixels < pixels)
    return (ahead ?? (velocity > 0 ? distances.at(-1) : distances[0]))!.height
  }
  return distances.reduce((best, stop) =>
    Math.abs(stop.pixels - pixels) < Math.abs(best.pixels - pixels) ? stop : best,
  ).height
}

export const nextHeight = (height: SheetHeight, step: 1 | -1): SheetHeight =>
  sheetHeights[Math.min(2, Math.max(0, sheetHeights.indexOf(height) + step))]!

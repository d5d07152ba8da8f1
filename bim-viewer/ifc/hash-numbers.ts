/** FNV-1a over numbers rounded to 1/`per`: equal shapes have equal hashes, whatever their last bits. */
export function hashNumbers(numbers: ArrayLike<number>, per: number, seed = 0x811c9dc5): number {
  let hash = seed
  for (let at = 0; at < numbers.length; at++) {
    hash = Math.imul(hash ^ Math.round(numbers[at]! * per), 0x01000193)
  }
  return hash >>> 0
}

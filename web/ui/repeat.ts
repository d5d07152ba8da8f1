/** Keys of `count` equal placeholders. */
export const repeat = (count: number): string[] => Array.from({ length: count }, (_, index) => `placeholder-${index}`)

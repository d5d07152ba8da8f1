import { readSearchText } from '../search-text.ts'

/** How alike two names are, 0 to 1: pairs of characters in common (Dice), spaces and punctuation aside. */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [readSearchText(a).squashed, readSearchText(b).squashed]
  if (left === '' || right === '') return 0
  if (left === right) return 1
  const [pairsA, pairsB] = [pairsOf(left), pairsOf(right)]
  const counts = new Map<string, number>()
  for (const pair of pairsA) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  let common = 0
  for (const pair of pairsB) {
    const left = counts.get(pair) ?? 0
    if (left === 0) continue
    counts.set(pair, left - 1)
    common += 1
  }
  return (2 * common) / (pairsA.length + pairsB.length)
}

function pairsOf(text: string): string[] {
  const characters = [...text]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => characters[index] + character)
}

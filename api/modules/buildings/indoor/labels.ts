/** Names in both languages from what owners and models say; pure. */

export interface Label {
  zh: string
  en: string
}

interface Named {
  name: string
  longName?: string | null
  nameZh: string | null
  nameEn: string | null
}

/** The model's number serves where it has nothing else to say. */
export function labelOf({ name, longName = null, nameZh, nameEn }: Named): Label {
  const own = longName?.trim() || name
  const zh = nameZh ?? own
  return { zh, en: nameEn ?? [longName, name].find(isLatinWord) ?? zh }
}

const isLatinWord = (text: string | null): text is string =>
  text !== null && /[a-z]/i.test(text) && !/\p{Script=Han}/u.test(text)

/** As lifts in China count: the floor at the ground is the first. */
export const shortLevel = (ordinal: number): string => (ordinal < 0 ? `B${-ordinal}` : `${ordinal + 1}F`)

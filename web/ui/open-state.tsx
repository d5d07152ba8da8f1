import type { OpenWords } from '../format/hours.ts'

/** Open or closed in its colour, until when in the colour of text. */
export function OpenState({ words }: { words: OpenWords }) {
  return (
    <span>
      <span className={`tone ${words.tone}`}>{words.state}</span>
      {words.until && (
        <span className={words.tone === 'closing-soon' ? 'tone closing-soon' : undefined}> · {words.until}</span>
      )}
    </span>
  )
}

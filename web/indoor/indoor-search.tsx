import { useState } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { Icon, LineIcon } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { glyphOf } from './map-icons.ts'
import { labelIn } from './step-words.ts'
import { type Found, type Level, useIndoorSearch } from './use-indoor.ts'

const chips = ['toilet', 'changing', 'lift', 'first-aid', 'exit', 'court'] as const

interface Props {
  placeId: number
  levels: readonly Level[]
  /** Where one comes back to. */
  back: string
  title: string
  onFound(found: Found): void
}

/** The box on top, what people look for most below it, and what is found, with its floor. */
export function IndoorSearch({ placeId, levels, back, title, onFound }: Props) {
  const { language, t } = useText()
  const [text, setText] = useState('')
  const q = useDebounced(text.trim(), 200)
  const { data } = useIndoorSearch(placeId, text.trim() === '' ? '' : q)
  const choose = (found: Found) => {
    setText('')
    onFound(found)
  }
  const short = (levelId: number) => levels.find(({ id }) => id === levelId)?.short ?? ''
  return (
    <search className="indoor-search">
      <div className="indoor-box">
        <a className="icon-button" href={back} aria-label={t('indoor.toPlace')}>
          <Icon name="back" />
        </a>
        <input
          type="search"
          value={text}
          placeholder={`${title} · ${t('indoor.search')}`}
          aria-label={t('indoor.search')}
          onChange={(event) => setText(event.target.value)}
        />
        {text && (
          <button type="button" className="icon-button" aria-label={t('indoor.clear')} onClick={() => setText('')}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {text.trim() === '' ? (
        <ul className="indoor-chips">
          {chips.map((kind) => (
            <li key={kind}>
              <button type="button" className="indoor-chip" onClick={() => setText(t(`indoor.kind.${kind}`))}>
                <Glyph kind={kind} />
                {t(`indoor.kind.${kind}`)}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        data && (
          <div className="indoor-results">
            <p className="soft" role="status">
              {data.items.length > 0
                ? t('indoor.found', { count: data.items.length })
                : t('indoor.nothing', { q: text })}
            </p>
            <ul>
              {data.items.map((found) => (
                <li key={`${found.kind}-${found.id}-${found.levelId}`}>
                  <button type="button" className="indoor-result" onClick={() => choose(found)}>
                    <Glyph kind={found.category} />
                    <span className="indoor-result-name">{labelIn(language, found.label)}</span>
                    <span className="indoor-floor">{short(found.levelId)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )
      )}
    </search>
  )
}

export function Glyph({ kind }: { kind: string }) {
  return <LineIcon path={glyphOf(kind)} />
}

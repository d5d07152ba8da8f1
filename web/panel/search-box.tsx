import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'

export type Suggestion = ReplyOf<'suggestPlaces'>['items'][number]

interface Props {
  q: string
  region: string | null
  centre: { lon: number; lat: number } | null
  onSearch(q: string): void
  onChoose(suggestion: Suggestion): void
  /** The region chip, inside the box. */
  children: ReactNode
}

const icons: Record<Suggestion['kind'], IconName> = { place: 'pin', region: 'area', type: 'building', sport: 'flag' }

/** Search with suggestions. Input methods compose Chinese before it counts; arrows choose, Enter takes, Esc closes. */
export function SearchBox({ q, region, centre, onSearch, onChoose, children }: Props) {
  const { language, t } = useText()
  const [text, setText] = useState(q)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [composing, setComposing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  useEffect(() => setText(q), [q])
  useSlashFocus(input)

  const asked = useDebounced(composing ? '' : text.trim(), 160)
  const suggestions = useQuery({
    queryKey: ['suggestions', asked, region, language],
    queryFn: ({ signal }) =>
      call('suggestPlaces', {
        query: { q: asked.slice(0, 60), region: region ?? undefined, lon: centre?.lon, lat: centre?.lat, limit: 8 },
        signal,
      }),
    enabled: open && asked !== '' && asked !== q,
    staleTime: 60_000,
    placeholderData: (previous) => previous,
  })
  const items = open && text.trim() !== '' && asked !== q ? (suggestions.data?.items ?? []) : []
  const showList = open && text.trim() !== '' && text.trim() !== q && suggestions.data !== undefined

  const finish = (): void => {
    setOpen(false)
    setActive(-1)
    input.current?.blur()
  }
  const choose = (suggestion: Suggestion): void => {
    finish()
    setText(suggestion.kind === 'place' ? text : '')
    onChoose(suggestion)
  }
  const search = (): void => {
    finish()
    onSearch(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, its keys are its own (229 covers browsers that end composing first).
    if (composing || event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((index) => (items.length === 0 ? -1 : ((index + step + items.length + 1) % (items.length + 1)) - 0))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = items[active]
      if (chosen) choose(chosen)
      else search()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (showList) setOpen(false)
      else finish()
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to all browsers in use
    <div className="search" role="search">
      <div className="search-bar">
        <Icon name="search" />
        <input
          ref={input}
          value={text}
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={showList}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items[active] ? `${listId}-${active}` : undefined}
          placeholder={t('search.placeholder')}
          enterKeyHint="search"
          autoComplete="off"
          maxLength={100}
          onChange={(event) => {
            setText(event.target.value)
            setOpen(true)
            setActive(-1)
          }}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => setComposing(false)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <button
            type="button"
            className="icon-button small"
            aria-label={t('search.clear')}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setText('')
              onSearch('')
              input.current?.focus()
            }}
          >
            <Icon name="close" size={18} />
          </button>
        )}
        {children}
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={t('search.suggestions')}
        className="suggestions"
        hidden={!showList}
        // Keeps the focus in the box, so that a tap on a row is not lost to its closing.
        onMouseDown={(event) => event.preventDefault()}
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keyboard, as comboboxes do
          // biome-ignore lint/a11y/useFocusableInteractive: options are pointed at by aria-activedescendant
          <div
            key={`${item.kind}-${item.code}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="suggestion"
            onClick={() => choose(item)}
            onMouseEnter={() => setActive(index)}
          >
            <Icon name={icons[item.kind]} size={18} />
            <span className="suggestion-name">{nameIn(language, item)}</span>
            <span className="suggestion-detail">
              {(language === 'en' ? item.detailEn : item.detailZh) ?? t(`search.kind.${item.kind}`)}
            </span>
          </div>
        ))}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the box does the same */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div
          role="option"
          aria-selected={active === items.length && items.length > 0}
          className="suggestion all"
          onClick={search}
        >
          <Icon name="search" size={18} />
          <span className="suggestion-name">{t('search.all', { q: text.trim() })}</span>
        </div>
      </div>
    </div>
  )
}

/** `/` anywhere outside a field goes to the search. */
function useSlashFocus(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.closest('input, textarea, select')) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [input])
}

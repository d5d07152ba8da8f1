import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { readPalette } from '../map/palette.ts'
import { onTheme, shownTheme } from '../theme.ts'
import { IndoorMap, type Words } from './indoor-map.ts'
import { labelIn } from './step-words.ts'
import type { Amenity, Indoor, Level, Outdoor, Step, Unit } from './use-indoor.ts'

interface Props {
  indoor: Indoor
  level: Level
  selectedId: number | null
  steps: readonly Step[]
  /** The part of the way outside. */
  outdoor: Outdoor['way'] | null
  chosenStep: number
  here: [number, number] | null
  /** Pixels that panels cover: top, right, bottom, left. */
  padding: [number, number, number, number]
  mapRef: RefObject<IndoorMap | null>
  onUnit(unit: Unit, at: [number, number]): void
  onConnector(amenity: Amenity): void
  onNothing(at: [number, number]): void
}

/** The plan's element: makes the map once and keeps it in step with the page. */
export function IndoorCanvas({
  indoor,
  level,
  selectedId,
  steps,
  outdoor,
  chosenStep,
  here,
  padding,
  mapRef,
  ...events
}: Props) {
  const { language, t } = useText()
  const target = useRef<HTMLDivElement>(null)
  const latest = useRef(events)
  latest.current = events
  const [map, setMap] = useState<IndoorMap | null>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const words: Words = {
    name: (label) => labelIn(language, label),
    area: (area) => t('indoor.area', { area: Math.round(area) }),
    goesTo: (ids) =>
      indoor.levels
        .filter(({ id }) => ids.includes(id))
        .map((other) => `${other.ordinal > level.ordinal ? '↑' : '↓'}${other.short}`)
        .join(' '),
  }
  const shownWords = useRef(words)
  shownWords.current = words

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    const made = new IndoorMap(target.current!, readPalette(), words, {
      onUnit: (...args) => latest.current.onUnit(...args),
      onConnector: (...args) => latest.current.onConnector(...args),
      onNothing: (...args) => latest.current.onNothing(...args),
    })
    made.setPadding(padding)
    made.setLevel(level)
    made.fitBuilding(indoor)
    mapRef.current = made
    setMap(made)
    return () => {
      mapRef.current = null
      setMap(null)
      made.destroy()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` and `language` are read inside
  useEffect(() => {
    map?.setLook(readPalette(), shownWords.current)
  }, [map, theme, language])

  useEffect(() => {
    map?.setLook(readPalette(), shownWords.current)
    map?.setLevel(level)
  }, [map, level])

  useEffect(() => map?.select(selectedId), [map, selectedId])

  const [top, right, bottom, left] = padding
  useEffect(() => map?.setPadding([top, right, bottom, left]), [map, top, right, bottom, left])

  useEffect(() => {
    const own = steps.map((step, index) => ({ step, index })).filter(({ step }) => step.levelId === level.id)
    const lines = own.map(({ step, index }) => ({ line: step.line, chosen: index === chosenStep }))
    const ends = own
      .filter(({ step }) => step.does === 'start' || step.does === 'arrive')
      .map(({ step }) => step.line[0]!)
    map?.showRoute(lines, here ? [...ends, here] : ends)
    map?.showOutdoor(outdoor)
  }, [map, steps, outdoor, chosenStep, level, here])

  return (
    <section
      ref={target}
      className="indoor-canvas"
      aria-label={`${t('indoor.map')} ${labelIn(language, level.label)}`}
      // The map takes the keyboard: arrows pan, plus and minus zoom.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive by the map engine's own listeners
      tabIndex={0}
    />
  )
}

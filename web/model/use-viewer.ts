import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { BuildingViewer } from '../../bim-viewer/viewer/building-viewer.ts'
import type { Palette } from '../../bim-viewer/viewer/feature-material.ts'
import type { ModelSource, ViewerState } from '../../bim-viewer/viewer/viewer-state.ts'
import { type CameraPose, decodeViewpoint } from '../../bim-viewer/viewer/viewpoint.ts'
import { useText } from '../i18n/use-text.tsx'
import { onTheme, shownTheme } from '../theme.ts'
import { figureOf } from './figures.ts'

export type ViewerFault = 'no-webgl' | 'not-loaded' | null

interface Made {
  viewer: BuildingViewer
  watchCamera(listener: (pose: CameraPose) => void): () => void
}

/** The viewer in an element for as long as the element is there. `start` is a viewpoint of a link. */
export function useViewer(host: RefObject<HTMLElement | null>, source: ModelSource, start: string | null) {
  const { language } = useText()
  const [made, setMade] = useState<Made | null>(null)
  const [state, setState] = useState<ViewerState | null>(null)
  const [fault, setFault] = useState<ViewerFault>(null)
  const [isBadLink, setBadLink] = useState(false)
  const words = useRef(language)
  words.current = language
  const theme = useSyncExternalStore(onTheme, shownTheme)

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once a model; language and theme are told by the effects below
  useEffect(() => {
    if (!host.current) return
    const watchers = new Set<(pose: CameraPose) => void>()
    let viewer: BuildingViewer
    try {
      viewer = new BuildingViewer(host.current, source, {
        palette: paletteOf(host.current),
        figureOf: (measurement) => figureOf(measurement, words.current),
        onState: setState,
        onCamera: (pose) => {
          for (const watch of watchers) watch(pose)
        },
      })
    } catch {
      setFault('no-webgl')
      return
    }
    if (start !== null) {
      const { storeys } = source.building
      const featureCount = viewer.figures.features
      const viewpoint = decodeViewpoint(
        start,
        storeys.map(({ guid }) => guid),
        featureCount,
      )
      if (viewpoint) viewer.setViewpoint(viewpoint)
      else setBadLink(true)
    }
    setState(viewer.state)
    setMade({
      viewer,
      watchCamera(listener) {
        watchers.add(listener)
        return () => watchers.delete(listener)
      },
    })
    let isGone = false
    viewer.load().catch(() => {
      if (!isGone) setFault('not-loaded')
    })
    return () => {
      isGone = true
      setMade(null)
      setState(null)
      viewer.dispose()
    }
  }, [source])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page's tokens inside
  useEffect(() => {
    if (host.current) made?.viewer.setPalette(paletteOf(host.current))
  }, [made, theme])

  // biome-ignore lint/correctness/useExhaustiveDependencies: figures are written in the language
  useEffect(() => made?.viewer.redraw(), [made, language])

  return { made, state, fault, isBadLink }
}

/** Added, changed and removed keep their hues in both themes; what is chosen has the accent. */
function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    selected: token('--accent'),
    added: '#2f9e57',
    changed: '#e08a0b',
    removed: '#d6336c',
    cut: token('--model-cut'),
  }
}

import { useEffect, useMemo, useRef, useState } from 'react'
import type { ModelSource, ViewerState } from '../../bim-viewer/viewer/viewer-state.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { phoneQuery, useMedia } from '../ui/use-media.ts'
import { KeysPanel } from './keys-panel.tsx'
import { LookLine } from './look-line.tsx'
import { ModelPanel } from './model-panel.tsx'
import { ModelToolbar, type PanelName } from './model-toolbar.tsx'
import { SelectionPanel } from './selection-panel.tsx'
import { StoreySwitch } from './storey-switch.tsx'
import type { Building } from './use-building.ts'
import { useModelKeys } from './use-model-keys.ts'
import { useSpaceLabels } from './use-space-labels.ts'
import { useViewer } from './use-viewer.ts'
import { ModelContextOf } from './view-context.ts'
import { WalkView } from './walk-view.tsx'

interface Props {
  placeId: number
  name: string
  version: number
  building: Building
  source: ModelSource
  isEmbedded: boolean
  isDemo: boolean
}

/** The model fills the window; tools, floors and panels float on it. */
export function ModelView(props: Props) {
  const { placeId, name, version, building, source, isEmbedded, isDemo } = props
  const { t } = useText()
  const host = useRef<HTMLDivElement>(null)
  const isPhone = useMedia(phoneQuery)
  const [start] = useState(() => /^#view=([\w-]+)$/.exec(location.hash)?.[1] ?? null)
  const { made, state, fault, isBadLink } = useViewer(host, source, start)
  const [panel, setPanel] = useState<PanelName | null>(isPhone || isEmbedded || start ? null : 'tree')
  const spaces = useMemo(() => new Map(building.spaces.map((space) => [space.guid, space])), [building])
  const context = useMemo(
    () =>
      made && state
        ? { placeId, version, building, source, spaces, state, viewer: made.viewer, watchCamera: made.watchCamera }
        : null,
    [placeId, version, building, source, spaces, made, state],
  )
  useSpaceLabels(made?.viewer ?? null, source, building)
  const keys = useModelKeys(context, panel, setPanel)
  const hasSheet =
    isPhone && !isWalkingIn(state) && ((panel !== null && panel !== 'keys') || (state?.look.selected.size ?? 0) > 0)
  useEffect(() => made?.viewer.setCovered(hasSheet ? sheetPixels() : 0), [made, hasSheet])
  const isWalking = isWalkingIn(state)
  return (
    <>
      <div
        ref={host}
        className="model-host"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is steered by keys
        tabIndex={0}
        role="application"
        aria-label={t('model.canvas')}
        {...keys}
      />
      {!isEmbedded && (
        <header className="model-head">
          <a className="icon-button" href={`/places/${placeId}`} aria-label={t('common.back')}>
            <Icon name="back" />
          </a>
          <div>
            <strong>{name}</strong>
            <span className="soft">{isDemo ? t('model.demo') : t('model.title')}</span>
          </div>
        </header>
      )}
      {building.model && building.model.version !== version && (
        <p className="model-banner" role="status">
          {t('model.older', { version })} <a href={`/places/${placeId}/model`}>{t('model.toCurrent')}</a>
        </p>
      )}
      {isBadLink && (
        <p className="model-banner" role="status">
          {t('model.badLink')}
        </p>
      )}
      {fault ? (
        <Fault fault={fault} placeId={placeId} />
      ) : (
        !state?.isComplete && <Loading bytes={state?.loadedBytes ?? 0} isFirst={!state?.hasGeometry} />
      )}
      {context && fault !== 'no-webgl' && (
        <ModelContextOf value={context}>
          {isWalking ? <WalkView /> : <StoreySwitch />}
          {!isWalking && <LookLine />}
          <ModelToolbar panel={panel} onPanel={setPanel} />
          {!isWalking && panel && panel !== 'keys' && <ModelPanel name={panel} onClose={() => setPanel(null)} />}
          {!isWalking && (!isPhone || panel === null) && <SelectionPanel />}
          {panel === 'keys' && <KeysPanel onClose={() => setPanel(null)} />}
        </ModelContextOf>
      )}
    </>
  )
}

const isWalkingIn = (state: ViewerState | null): boolean => state?.look.mode === 'walk'

/** As model.css has it: the sheet and the tools below it. */
const sheetPixels = (): number => innerHeight * 0.44 + 60

function Loading({ bytes, isFirst }: { bytes: number; isFirst: boolean }) {
  const { t } = useText()
  const [isLate, setLate] = useState(false)
  // What is there at once needs no word of waiting.
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return null
  return (
    <p className={isFirst ? 'model-loading' : 'model-loading small'} role="status">
      {t('model.loading')}
      {bytes > 0 && <span className="soft">{t('model.loadingSize', { megabytes: (bytes / 1e6).toFixed(1) })}</span>}
    </p>
  )
}

function Fault({ fault, placeId }: { fault: 'no-webgl' | 'not-loaded'; placeId: number }) {
  const { t } = useText()
  return (
    <div className="notice model-notice" role="alert">
      <p>{t(fault === 'no-webgl' ? 'model.noWebgl' : 'model.failed')}</p>
      {fault === 'no-webgl' ? (
        <a className="button primary" href={`/places/${placeId}/indoor`}>
          {t('model.toIndoor')}
        </a>
      ) : (
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t('common.retry')}
        </button>
      )}
    </div>
  )
}

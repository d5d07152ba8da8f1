import type { ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { StaleBanner } from '../offline/stale-banner.tsx'
import { Icon } from '../ui/icon.tsx'
import { LayerPanel } from './layer-panel.tsx'
import { MapControls } from './map-controls.tsx'

interface Props {
  config: ReplyOf<'clientConfig'> | undefined
  base: string
  locating: boolean
  layersOpen: boolean
  picking: boolean
  tilesFailed: boolean
  onLayers(open: boolean): void
  onLocate(): void
  onZoom(steps: number): void
  onBase(name: string): void
  onRetryTiles(): void
  onStopPicking(): void
}

/** What floats on the map itself: the mark of demo data, buttons, settings, and what must be said right now. */
export function MapFloats(props: Props) {
  const { t } = useText()
  return (
    <>
      {props.config?.isDemo && <span className="demo-mark">{t('map.demo')}</span>}
      <MapControls
        locating={props.locating}
        layersOpen={props.layersOpen}
        onLocate={props.onLocate}
        onLayers={() => props.onLayers(!props.layersOpen)}
        onZoom={props.onZoom}
      />
      {props.layersOpen && (
        <LayerPanel
          config={props.config}
          base={props.base}
          onBase={props.onBase}
          onClose={() => props.onLayers(false)}
        />
      )}
      <div className="banners">
        <StaleBanner />
        {props.tilesFailed && (
          <div className="stale-banner" role="alert">
            {t('map.tilesFailed')}
            <button type="button" className="text-button" onClick={props.onRetryTiles}>
              {t('common.retry')}
            </button>
          </div>
        )}
        {props.picking && (
          <div className="pick-banner" role="status">
            <Icon name="pin" size={18} />
            {t('map.pick')}
            <button type="button" className="text-button" onClick={props.onStopPicking}>
              {t('common.cancel')}
            </button>
          </div>
        )}
      </div>
    </>
  )
}

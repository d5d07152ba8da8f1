import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

interface Props {
  locating: boolean
  layersOpen: boolean
  onLocate(): void
  onLayers(): void
  onZoom(steps: number): void
}

/** Buttons at the thumb: layers, my position, and (where there is a pointer) zoom. */
export function MapControls({ locating, layersOpen, onLocate, onLayers, onZoom }: Props) {
  const { t } = useText()
  return (
    <div className="map-controls">
      <button
        type="button"
        className="float-button"
        aria-label={t('map.layers')}
        aria-expanded={layersOpen}
        onClick={onLayers}
      >
        <Icon name="layers" />
      </button>
      <button
        type="button"
        className={locating ? 'float-button busy' : 'float-button'}
        aria-label={t('map.locate')}
        onClick={onLocate}
      >
        <Icon name="locate" />
      </button>
      <div className="zoom-buttons">
        <button type="button" className="float-button" aria-label={t('map.zoomIn')} onClick={() => onZoom(1)}>
          <Icon name="plus" />
        </button>
        <button type="button" className="float-button" aria-label={t('map.zoomOut')} onClick={() => onZoom(-1)}>
          <Icon name="minus" />
        </button>
      </div>
    </div>
  )
}

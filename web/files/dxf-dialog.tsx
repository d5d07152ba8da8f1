import { DxfViewer, type LayerInfo } from 'dxf-viewer'
import { useEffect, useRef, useState } from 'react'
import type { FileRecord } from '../../api/contract/files.ts'
import { useText } from '../i18n/use-text.tsx'
import fontUrl from './fonts/noto-sans-sc-gb2312.otf?url'
import { ViewerFrame } from './viewer-frame.tsx'

type State = 'loading' | 'drawn' | 'failed'

/** A DXF drawing with its layers. Its words, Chinese too, are drawn in the font that ships with the page. */
export default function DxfDialog({ file, onClose }: { file: FileRecord; onClose(): void }) {
  const { t } = useText()
  const room = useRef<HTMLDivElement>(null)
  const viewer = useRef<DxfViewer | null>(null)
  const [state, setState] = useState<State>('loading')
  const [layers, setLayers] = useState<LayerInfo[]>([])
  const [hidden, setHidden] = useState<string[]>([])
  useEffect(() => {
    const made = new DxfViewer(room.current!, {
      autoResize: true,
      antialias: true,
      colorCorrection: true,
      sceneOptions: { wireframeMesh: false },
    })
    viewer.current = made
    made.SetClearColor('#ffffff')
    const workerFactory = () => new Worker(new URL('./dxf-worker.ts', import.meta.url), { type: 'module' })
    const url = new URL(file.url!, location.href).href
    made.Load({ url, fonts: [new URL(fontUrl, location.href).href], workerFactory }).then(
      () => {
        setLayers([...made.GetLayers(true)])
        setState('drawn')
      },
      () => setState('failed'),
    )
    return () => {
      viewer.current = null
      made.Destroy()
    }
  }, [file.url])
  const fit = () => {
    const bounds = viewer.current?.GetBounds()
    const origin = viewer.current?.GetOrigin()
    if (!bounds || !origin) return
    const { minX, maxX, minY, maxY } = bounds
    viewer.current?.FitView(minX - origin.x, maxX - origin.x, minY - origin.y, maxY - origin.y)
  }
  const toggle = (name: string, show: boolean) => {
    viewer.current?.ShowLayer(name, show)
    setHidden(show ? hidden.filter((other) => other !== name) : [...hidden, name])
  }
  const tools = state === 'drawn' && (
    <button type="button" className="button quiet" onClick={fit}>
      {t('files.fit')}
    </button>
  )
  return (
    <ViewerFrame file={file} tools={tools} onClose={onClose}>
      {state === 'failed' && (
        <p className="notice" role="alert">
          {t('files.viewerFailed')}
        </p>
      )}
      <div ref={room} className="dxf-room" role="img" aria-label={t('files.drawing')} data-state={state} />
      {layers.length > 1 && (
        <fieldset className="dxf-layers">
          <legend>{t('files.layers')}</legend>
          {layers.map(({ name, displayName }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={!hidden.includes(name)}
                onChange={({ target }) => toggle(name, target.checked)}
              />
              {displayName || name}
            </label>
          ))}
        </fieldset>
      )}
    </ViewerFrame>
  )
}

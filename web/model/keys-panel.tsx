import { useEffect, useRef } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { PanelHead } from '../ui/panel-head.tsx'

/** All keys in one list. */
export function KeysPanel({ onClose }: { onClose(): void }) {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const rows: [string, string][] = [
    [t('model.keys.arrows'), t('model.keys.turn')],
    ['+ −', t('model.keys.zoom')],
    ['PgUp PgDn', t('model.keys.storey')],
    ['F', t('model.fit')],
    ['H', t('model.hide')],
    ['I', t('model.isolate')],
    ['X', t('model.xray')],
    ['A', t('model.showAll')],
    ['R', t('model.spaces')],
    ['P', t('model.mode.plan')],
    ['M', t('model.measure')],
    ['C', t('model.section')],
    ['G', t('model.mode.walk')],
    ['W A S D', t('model.keys.walk')],
    ['Backspace', t('model.measure.undo')],
    ['Esc', t('model.keys.escape')],
  ]
  return (
    <dialog ref={dialog} className="model-keys" aria-label={t('model.keys')} onClose={onClose}>
      <PanelHead title={t('model.keys')} onClose={() => dialog.current?.close()} />
      <dl className="model-facts">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}

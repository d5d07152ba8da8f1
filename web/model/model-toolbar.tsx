import { type Mode, modes } from '../../bim-viewer/viewer/look.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { ModelIcon, type ModelIconName } from './model-icon.tsx'
import { useModel } from './view-context.ts'

export const panelNames = ['tree', 'section', 'measure', 'views', 'compare', 'keys'] as const
export type PanelName = (typeof panelNames)[number]

/** Ways of looking, then tools; at the thumb on a phone, where it scrolls sideways. */
export function ModelToolbar({ panel, onPanel }: { panel: PanelName | null; onPanel(panel: PanelName | null): void }) {
  const { t } = useText()
  const { viewer, state } = useModel()
  const { look, measures } = state
  const choose = (mode: Mode): void => viewer.setLook({ mode })
  const toggle = (name: PanelName): void => {
    if (name === 'measure') viewer.startMeasure(panel === 'measure' ? null : (measures.kind ?? 'length'))
    else if (measures.kind !== null) viewer.startMeasure(null)
    onPanel(panel === name ? null : name)
  }
  return (
    <nav className="model-toolbar" aria-label={t('model.tools')}>
      {modes.map((mode) => (
        <Tool
          key={mode}
          icon={mode}
          labelKey={`model.mode.${mode}`}
          isOn={look.mode === mode}
          onClick={() => choose(mode)}
        />
      ))}
      {look.mode !== 'walk' && (
        <>
          <hr />
          <Tool icon="fit" labelKey="model.fit" onClick={() => viewer.fit()} />
          <Tool
            icon="spaces"
            labelKey="model.spaces"
            isOn={look.spaces}
            onClick={() => viewer.setLook({ spaces: !look.spaces })}
          />
          {panelNames.map((name) => (
            <Tool
              key={name}
              icon={name}
              labelKey={`model.${name}`}
              isOn={panel === name}
              onClick={() => toggle(name)}
            />
          ))}
        </>
      )}
    </nav>
  )
}

interface ToolProps {
  icon: ModelIconName
  labelKey: TextKey
  isOn?: boolean
  onClick(): void
}

function Tool({ icon, labelKey, isOn, onClick }: ToolProps) {
  const { t } = useText()
  return (
    <button type="button" className={`model-tool tool-${icon}`} aria-pressed={isOn} onClick={onClick}>
      <ModelIcon name={icon} />
      <span>{t(labelKey)}</span>
    </button>
  )
}

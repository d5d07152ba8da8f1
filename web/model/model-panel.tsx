import { useText } from '../i18n/use-text.tsx'
import { PanelHead } from '../ui/panel-head.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { MeasurePanel } from './measure-panel.tsx'
import type { PanelName } from './model-toolbar.tsx'
import { SectionPanel } from './section-panel.tsx'
import { TreePanel } from './tree-panel.tsx'
import { useModel } from './view-context.ts'
import { ViewsPanel } from './views-panel.tsx'

const bodies = {
  tree: TreePanel,
  section: SectionPanel,
  measure: MeasurePanel,
  views: ViewsPanel,
  compare: ComparePanel,
} as const

/** The panel of a tool: at the left on a desk, at the lower rim of a phone. */
export function ModelPanel({ name, onClose }: { name: Exclude<PanelName, 'keys'>; onClose(): void }) {
  const { t } = useText()
  const { viewer, state } = useModel()
  const Body = bodies[name]
  const close = (): void => {
    if (state.measures.kind !== null) viewer.startMeasure(null)
    onClose()
  }
  return (
    <section className={`model-panel panel-${name}`} aria-label={t(`model.${name}`)}>
      <PanelHead title={t(`model.${name}`)} onClose={close} />
      <div className="model-panel-body">
        <Body />
      </div>
    </section>
  )
}

import type { ReactNode } from 'react'
import { Icon, type IconName } from '../ui/icon.tsx'

/** One fact of a place: its sign for the eye, its name for the ear. */
export function Fact({ icon, name, children }: { icon: IconName; name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>
        <Icon name={icon} />
        <span className="hidden">{name}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

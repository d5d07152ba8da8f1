import { type ReactNode, useEffect, useRef } from 'react'
import { Sheet } from '../ui/sheet.tsx'
import type { SheetHeight } from '../ui/sheet-rules.ts'

/** Width of the column on wide screens, as the stylesheet has it. */
export const sidePixels = 400

interface Props {
  phone: boolean
  height: SheetHeight
  onHeight(height: SheetHeight): void
  label: string
  /** Changes when something else is shown, which then starts at its top. */
  contentKey: string
  top: ReactNode
  head: ReactNode
  children: ReactNode
}

/** Search on top and what was asked for below: a column beside the map on wide screens, a bar and a sheet on phones. */
export function SidePanel({ phone, height, onHeight, label, contentKey, top, head, children }: Props) {
  const body = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what says that the content is another
  useEffect(() => {
    const scroller = body.current?.closest('.sheet-scroll') ?? body.current
    scroller?.scrollTo(0, 0)
  }, [contentKey])
  if (phone) {
    return (
      <>
        <div className="top">{top}</div>
        <Sheet height={height} label={label} onHeight={onHeight} head={head}>
          <div ref={body} className="side-body">
            {children}
          </div>
        </Sheet>
      </>
    )
  }
  return (
    <div className="side">
      <div className="top">{top}</div>
      <section id="list" tabIndex={-1} className="side-content" aria-label={label}>
        {head}
        <div ref={body} className="side-body" key={contentKey}>
          {children}
        </div>
      </section>
    </div>
  )
}

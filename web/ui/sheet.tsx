import { type ReactNode, type PointerEvent as ReactPointerEvent, useRef, useState } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { nextHeight, restingHeight, type SheetHeight, sheetPixels, topGapPixels } from './sheet-rules.ts'

interface Props {
  height: SheetHeight
  label: string
  onHeight(height: SheetHeight): void
  /** The part that always drags; the rest scrolls, and drags only from its top. */
  head: ReactNode
  children: ReactNode
}

interface Drag {
  startY: number
  startPixels: number
  lastY: number
  lastTime: number
  velocity: number
  moved: boolean
}

/** The phone's bottom sheet. It follows the finger; the map behind never moves with it. */
export function Sheet({ height, label, onHeight, head, children }: Props) {
  const { t } = useText()
  const [dragged, setDragged] = useState<number | null>(null)
  const drag = useRef<Drag | null>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const screen = window.innerHeight
  const pixels = dragged ?? sheetPixels(height, screen)

  const begin = (event: ReactPointerEvent): void => {
    if (event.button !== 0) return
    drag.current = {
      startY: event.clientY,
      startPixels: pixels,
      lastY: event.clientY,
      lastTime: event.timeStamp,
      velocity: 0,
      moved: false,
    }
  }
  const move = (event: ReactPointerEvent): void => {
    const current = drag.current
    if (!current) return
    const up = current.startY - event.clientY
    if (!current.moved) {
      if (Math.abs(up) < 6) return
      current.moved = true
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    const elapsed = Math.max(1, event.timeStamp - current.lastTime)
    current.velocity = 0.6 * current.velocity + 0.4 * ((current.lastY - event.clientY) / elapsed)
    current.lastY = event.clientY
    current.lastTime = event.timeStamp
    setDragged(Math.min(screen - topGapPixels, Math.max(80, current.startPixels + up)))
  }
  const end = (): void => {
    const current = drag.current
    drag.current = null
    if (!current?.moved || dragged === null) return
    setDragged(null)
    onHeight(restingHeight(dragged, current.velocity, screen))
    // The finger's release must not also press the button it happens to be over.
    addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50)
  }

  return (
    <section
      id="list"
      tabIndex={-1}
      className={dragged === null ? 'sheet' : 'sheet dragging'}
      data-height={height}
      aria-label={label}
      style={{ '--sheet': `${pixels}px` } as React.CSSProperties}
    >
      <div className="sheet-head" onPointerDown={begin} onPointerMove={move} onPointerUp={end} onPointerCancel={end}>
        <button
          type="button"
          className="sheet-handle"
          aria-label={t('sheet.handle')}
          onClick={() => onHeight(height === 'full' ? 'half' : nextHeight(height, 1))}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
            if (step !== 0) {
              event.preventDefault()
              onHeight(nextHeight(height, step))
            }
          }}
        />
        {head}
      </div>
      <div ref={scroll} className="sheet-scroll">
        {children}
      </div>
    </section>
  )
}

const swallow = (event: Event): void => {
  event.stopPropagation()
  event.preventDefault()
}

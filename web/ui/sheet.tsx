import { type ReactNode, type PointerEvent as ReactPointerEvent, useState } from 'react'
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
  lastY: number
  lastTime: number
  /** Pixels a millisecond, upwards positive. */
  velocity: number
  /** Height under the finger; null until the drag has begun. */
  at: number | null
}

/** The phone's bottom sheet. It follows the finger; the map behind never moves with it. */
export function Sheet({ height, label, onHeight, head, children }: Props) {
  const { t } = useText()
  const [dragged, setDragged] = useState<number | null>(null)
  const screen = window.innerHeight
  const pixels = dragged ?? sheetPixels(height, screen)

  const begin = (event: ReactPointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return
    const drag: Drag = { startY: event.clientY, lastY: event.clientY, lastTime: event.timeStamp, velocity: 0, at: null }
    const move = (moved: PointerEvent): void => {
      if (moved.pointerId !== event.pointerId) return
      const up = drag.startY - moved.clientY
      // A tap trembles; only a real way is a drag.
      if (drag.at === null && Math.abs(up) < 6) return
      const elapsed = Math.max(1, moved.timeStamp - drag.lastTime)
      drag.velocity = 0.6 * drag.velocity + 0.4 * ((drag.lastY - moved.clientY) / elapsed)
      drag.lastY = moved.clientY
      drag.lastTime = moved.timeStamp
      drag.at = Math.min(screen - topGapPixels, Math.max(80, pixels + up))
      setDragged(drag.at)
    }
    const end = (ended: PointerEvent): void => {
      if (ended.pointerId !== event.pointerId) return
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', end)
      removeEventListener('pointercancel', end)
      if (drag.at === null) return
      setDragged(null)
      // A finger that rested before it let go did not flick.
      const flicked = ended.timeStamp - drag.lastTime < 80
      onHeight(restingHeight(drag.at, flicked ? drag.velocity : 0, screen))
      // The release must not also press the button it happens to be over.
      addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50)
    }
    // On the window: a quick pointer leaves the head before its first move is told.
    addEventListener('pointermove', move)
    addEventListener('pointerup', end)
    addEventListener('pointercancel', end)
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
      <div className="sheet-head" onPointerDown={begin}>
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
      <div className="sheet-scroll">{children}</div>
    </section>
  )
}

const swallow = (event: Event): void => {
  event.stopPropagation()
  event.preventDefault()
}

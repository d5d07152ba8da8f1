/** What a pointer did, told apart from dragging the camera. Pixels are of the element. */
/** Pixels of the canvas. */
export interface Tap {
  x: number
  y: number
  touch: boolean
  /** To what is selected. */
  adding: boolean
}

export interface PointerEvents {
  onTap(tap: Tap): void
  onDoubleTap(tap: Omit<Tap, 'adding'>): void
  onHover(at: { x: number; y: number } | null): void
  /** Dragging, in pixels since the last time; for the first person's look. */
  onDrag(dx: number, dy: number): void
}

const tapPixels = 6
const doubleTapMs = 350

/** Listens on an element until told to stop. */
export function listenToPointer(element: HTMLElement, events: PointerEvents): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let down: { x: number; y: number; id: number; moved: boolean } | null = null
  let fingers = 0
  let lastTap = { x: 0, y: 0, time: Number.NEGATIVE_INFINITY }

  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      fingers++
      // A second finger makes it a pinch.
      down = fingers === 1 && event.button === 0 ? { ...at(event), id: event.pointerId, moved: false } : null
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const here = at(event)
      if (down && event.pointerId === down.id) {
        if (Math.hypot(here.x - down.x, here.y - down.y) > tapPixels) down.moved = true
        if (down.moved) events.onDrag(event.movementX, event.movementY)
      } else if (event.pointerType !== 'touch' && fingers === 0) events.onHover(here)
    },
    { signal },
  )
  const up = (event: PointerEvent): void => {
    fingers = Math.max(0, fingers - 1)
    const began = down
    down = null
    if (event.type === 'pointercancel' || !began || began.moved || event.pointerId !== began.id) return
    const touch = event.pointerType === 'touch'
    const isDouble =
      event.timeStamp - lastTap.time < doubleTapMs && Math.hypot(began.x - lastTap.x, began.y - lastTap.y) < 24
    lastTap = { x: began.x, y: began.y, time: isDouble ? Number.NEGATIVE_INFINITY : event.timeStamp }
    if (isDouble) events.onDoubleTap({ x: began.x, y: began.y, touch })
    else events.onTap({ x: began.x, y: began.y, touch, adding: event.shiftKey || event.ctrlKey || event.metaKey })
  }
  element.addEventListener('pointerup', up, { signal })
  element.addEventListener('pointercancel', up, { signal })
  element.addEventListener('pointerleave', () => events.onHover(null), { signal })
  return () => stop.abort()
}

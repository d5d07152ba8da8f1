import { useEffect, useRef, useState } from 'react'
import { storeyAtEye } from '../../bim-viewer/viewer/storeys.ts'
import { toPlan, toScene } from '../../bim-viewer/viewer/vector.ts'
import type { CameraPose } from '../../bim-viewer/viewer/viewpoint.ts'
import { type Step, walkerAt } from '../../bim-viewer/viewer/walk.ts'
import { useText } from '../i18n/use-text.tsx'
import { ModelIcon, type ModelIconName } from './model-icon.tsx'
import { useNames } from './use-names.ts'
import { useModel } from './view-context.ts'

/** Buttons to walk with, the way out, and the map of where I stand and look. */
export function WalkView() {
  const { t } = useText()
  const { viewer } = useModel()
  const hold = (step: Step) => (isHeld: boolean) => viewer.walk.hold(step, isHeld)
  const turn = (radians: number) => (isHeld: boolean) => viewer.walk.turn(isHeld ? radians : 0)
  return (
    <>
      <MiniMap />
      <p className="model-walk-hint soft">{t('model.walk.hint')}</p>
      <button type="button" className="button model-leave" onClick={() => viewer.setLook({ mode: 'orbit' })}>
        {t('model.walk.leave')}
      </button>
      <fieldset className="model-pad" aria-label={t('model.mode.walk')}>
        <HoldButton icon="turnLeft" label={t('model.walk.turnLeft')} onHold={turn(1.4)} />
        <HoldButton icon="forward" label={t('model.walk.forward')} onHold={hold('forward')} />
        <HoldButton icon="turnRight" label={t('model.walk.turnRight')} onHold={turn(-1.4)} />
        <HoldButton icon="left" label={t('model.walk.left')} onHold={hold('left')} />
        <HoldButton icon="backward" label={t('model.walk.back')} onHold={hold('back')} />
        <HoldButton icon="right" label={t('model.walk.right')} onHold={hold('right')} />
      </fieldset>
    </>
  )
}

function HoldButton({ icon, label, onHold }: { icon: ModelIconName; label: string; onHold(isHeld: boolean): void }) {
  const isHolding = useRef(false)
  const hold = (isHeld: boolean): void => {
    if (isHolding.current === isHeld) return
    isHolding.current = isHeld
    onHold(isHeld)
  }
  const isAction = (key: string): boolean => key === ' ' || key === 'Enter'
  return (
    <button
      type="button"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        hold(true)
      }}
      onPointerUp={() => hold(false)}
      onPointerCancel={() => hold(false)}
      onKeyDown={(event) => {
        if (isAction(event.key)) hold(true)
      }}
      onKeyUp={() => hold(false)}
      onBlur={() => hold(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <ModelIcon name={icon} />
    </button>
  )
}

/** Rooms of the floor that one stands on, and an arrow; a tap goes there. */
function MiniMap() {
  const { t } = useText()
  const { source, viewer, watchCamera } = useModel()
  const { nameOfStorey } = useNames()
  const [pose, setPose] = useState<CameraPose>(() => viewer.viewpoint().camera)
  useEffect(() => watchCamera(setPose), [watchCamera])
  const { eye, heading } = walkerAt(pose.position, pose.target)
  const [x, y] = toPlan(eye)
  const storey = storeyAtEye(source.building, eye[1])
  const rooms = source.building.spaces.filter(({ storeyGuid }) => storeyGuid === storey?.guid)
  const corners = rooms.flatMap(({ footprint }) => footprint.coordinates[0] ?? [])
  const xs = [...corners.map((corner) => corner[0]!), x]
  const ys = [...corners.map((corner) => corner[1]!), y]
  const [west, south] = [Math.min(...xs) - 1, Math.min(...ys) - 1]
  const [width, height] = [Math.max(...xs) - west + 1, Math.max(...ys) - south + 1]
  const size = Math.max(width, height) / 22
  const goTo = (event: React.MouseEvent<SVGSVGElement>): void => {
    const matrix = event.currentTarget.getScreenCTM()
    if (!matrix || !storey) return
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    viewer.standAt(toScene(at.x, -at.y, floorAt(rooms, at.x, -at.y) ?? storey.elevation))
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keys one walks; the map is the short way for the pointer
    <svg
      className="model-map"
      viewBox={`${west} ${-(south + height)} ${width} ${height}`}
      role="img"
      aria-label={t('model.walk.map', { storey: nameOfStorey(storey?.guid ?? null) })}
      onClick={goTo}
    >
      {rooms.map(({ guid, footprint }) => (
        <path key={guid} d={footprint.coordinates.map(pathOf).join('')} fillRule="evenodd" />
      ))}
      <g transform={`translate(${x} ${-y}) rotate(${(-heading * 180) / Math.PI}) scale(${size})`}>
        <path className="cone" d="M0 0L-1.300 -2.600A2.900 2.900 0 0 1 1.300 -2.600Z" />
        <circle r="0.620" />
      </g>
    </svg>
  )
}

const pathOf = (ring: readonly (readonly number[])[]): string =>
  `M${ring.map(([x, y]) => `${x!.toFixed(2)} ${(-y!).toFixed(2)}`).join('L')}Z`

/** The floor of the room at a spot of the plan. */
function floorAt(
  rooms: readonly { floor: number; footprint: { coordinates: readonly (readonly (readonly number[])[])[] } }[],
  x: number,
  y: number,
): number | null {
  const room = rooms.find(({ footprint }) => {
    let inside = false
    const ring = footprint.coordinates[0] ?? []
    ring.forEach((from, at) => {
      const to = ring[(at + 1) % ring.length]!
      if (from[1]! > y === to[1]! > y) return
      if (x < from[0]! + ((y - from[1]!) / (to[1]! - from[1]!)) * (to[0]! - from[0]!)) inside = !inside
    })
    return inside
  })
  return room?.floor ?? null
}

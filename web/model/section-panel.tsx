import { flipped, offsetRange, planeThrough, type SectionPlane, shrunk } from '../../bim-viewer/viewer/section.ts'
import type { Vec3 } from '../../bim-viewer/viewer/vector.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { metresWord } from './figures.ts'
import { useModel } from './view-context.ts'

const axes: readonly { key: 'x' | 'y' | 'z'; normal: Vec3 }[] = [
  { key: 'x', normal: [1, 0, 0] },
  { key: 'y', normal: [0, 1, 0] },
  { key: 'z', normal: [0, 0, 1] },
]
const mostPlanes = 6

/** Planes along the axes or a face, and a box; each moved by its slider. */
export function SectionPanel() {
  const { t, language } = useText()
  const { viewer, state } = useModel()
  const { planes, box } = state.look
  const { bounds } = viewer
  const setPlanes = (next: readonly SectionPlane[]): void => viewer.setLook({ planes: next })
  const replace = (index: number, plane: SectionPlane): void =>
    setPlanes(planes.map((each, at) => (at === index ? plane : each)))
  const addAcross = (normal: Vec3): void => {
    const [low, high] = offsetRange(normal, bounds)
    const middle = (low + high) / 2
    setPlanes([...planes, planeThrough([normal[0] * -middle, normal[1] * -middle, normal[2] * -middle], normal)])
  }
  return (
    <>
      <fieldset className="model-actions" aria-label={t('model.section.add')}>
        {axes.map(({ key, normal }) => (
          <button
            key={key}
            type="button"
            className="button"
            disabled={planes.length >= mostPlanes}
            onClick={() => addAcross(normal)}
          >
            {t(`model.section.${key}`)}
          </button>
        ))}
        <button
          type="button"
          className="button"
          aria-pressed={state.isCutting}
          disabled={planes.length >= mostPlanes}
          onClick={() => viewer.cutAtFace(!state.isCutting)}
        >
          {t('model.section.face')}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={box !== null}
          onClick={() => viewer.setLook({ box: box ? null : shrunk(bounds, 0.12) })}
        >
          {t('model.section.box')}
        </button>
      </fieldset>
      {state.isCutting && <p role="status">{t('model.section.tapFace')}</p>}
      {planes.length === 0 && !box && <p className="soft">{t('model.section.none')}</p>}
      <ul className="model-sections">
        {planes.map((plane, index) => {
          const [low, high] = offsetRange(plane.normal, bounds)
          const number = index + 1
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a plane is its place in the list
            <li key={index}>
              <span>{t('model.section.plane', { number })}</span>
              <input
                type="range"
                min={low}
                max={high}
                step="any"
                value={plane.offset}
                aria-label={t('model.section.offset', { number })}
                onChange={(event) => replace(index, { ...plane, offset: Number(event.target.value) })}
              />
              <button type="button" className="text-button" onClick={() => replace(index, flipped(plane))}>
                {t('model.section.flip')}
              </button>
              <button
                type="button"
                className="icon-button small"
                aria-label={`${t('model.section.remove')} ${number}`}
                onClick={() => setPlanes(planes.filter((_, at) => at !== index))}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          )
        })}
      </ul>
      {box && (
        <div className="model-box">
          {axes.flatMap(({ key }, axis) =>
            (['min', 'max'] as const).map((side) => (
              <label key={`${key} ${side}`}>
                <span>
                  {t(side === 'min' ? 'model.section.from' : 'model.section.to', { axis: t(`model.section.${key}`) })}
                  <small className="soft">{metresWord(box[side][axis]! - bounds.min[axis]!, language)}</small>
                </span>
                <input
                  type="range"
                  min={bounds.min[axis]}
                  max={bounds.max[axis]}
                  step="any"
                  value={box[side][axis]}
                  onChange={(event) => viewer.setLook({ box: moved(box, side, axis, Number(event.target.value)) })}
                />
              </label>
            )),
          )}
        </div>
      )}
    </>
  )
}

/** A side never passes the one across: at least a hand's breadth stays. */
function moved(box: { min: Vec3; max: Vec3 }, side: 'min' | 'max', axis: number, value: number) {
  const least = 0.1
  const kept = side === 'min' ? Math.min(value, box.max[axis]! - least) : Math.max(value, box.min[axis]! + least)
  const vector = box[side].map((part, at) => (at === axis ? kept : part)) as unknown as Vec3
  return { ...box, [side]: vector }
}

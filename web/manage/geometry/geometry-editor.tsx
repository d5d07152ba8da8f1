import { Alert, Button, Segmented, Select, Slider } from 'antd'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Geometry } from '../../../api/contract/shapes.ts'
import { useConfig } from '../../client/queries.ts'
import { formatArea, formatDistance } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { readPalette } from '../../map/palette.ts'
import { onTheme, shownTheme } from '../../theme.ts'
import type { Editor } from '../use-editor.ts'
import { CoordinateFields } from './coordinate-fields.tsx'
import { type DrawKind, GeometryMap, type Tool } from './geometry-map.ts'
import {
  countPositions,
  crossings,
  cutAlong,
  isArea,
  isLine,
  join,
  measure,
  repaired,
  reverse,
  simplified,
  splitAt,
  withPart,
} from './geometry-ops.ts'
import { useGeometryKeys } from './use-geometry-keys.ts'
import { useNeighbours } from './use-neighbours.ts'

interface Props {
  editor: Editor
  placeId: number
  location: readonly [number, number]
  geometryKind: 'point' | 'line' | 'area' | 'point-or-area'
}

/** Where the place is and what ground it covers. Every finished gesture is one step of the editor's undo. */
export function GeometryEditor({ editor, placeId, location, geometryKind }: Props) {
  const { t, language } = useText()
  const shape = editor.fields.geometry as Geometry
  const target = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<GeometryMap | null>(null)
  const [tool, setTool] = useState<Tool>('modify')
  const [drawKind, setDrawKind] = useState<DrawKind>(kindOf(shape, geometryKind))
  const [tolerance, setTolerance] = useState(0)
  const [picked, setPicked] = useState<number | null>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const neighbours = useNeighbours(placeId, location)
  const faults = useMemo(() => crossings(shape), [shape])
  const { lengthM, areaM2 } = useMemo(() => measure(shape), [shape])
  const simpler = useMemo(() => simplified(shape, tolerance), [shape, tolerance])
  const latest = useRef({ shape, tool, set: editor.set })
  latest.current = { shape, tool, set: editor.set }
  const apply = (next: Geometry): void => latest.current.set('geometry', next)

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    if (!target.current) return
    const made = new GeometryMap(target.current, [...location] as [number, number], readPalette(), {
      onShape: (drawn, isNew) => {
        const { tool: used, shape: before, set } = latest.current
        set('geometry', isNew && used === 'add' ? withPart(before, drawn) : drawn)
        if (isNew) setTool('modify')
      },
      onSplit: (at) => {
        latest.current.set('geometry', splitAt(latest.current.shape, at))
        setTool('modify')
      },
      onCut: (line) => {
        latest.current.set('geometry', cutAlong(latest.current.shape, line))
        setTool('modify')
      },
      onPicked: setPicked,
    })
    made.setShape(latest.current.shape)
    made.fit()
    setMap(made)
    // For the browser tests, which must know where on the screen a corner lies.
    ;(target.current as HTMLDivElement & { geometryMap?: GeometryMap }).geometryMap = made
    return () => made.destroy()
  }, [])
  useEffect(() => {
    if (!map) return
    map.setShape(shape)
    map.showCrossings(faults)
  }, [map, shape, faults])
  const drawn = tool === 'split' ? kindOf(shape, geometryKind) : drawKind
  useEffect(() => map?.setTool(tool, drawn), [map, tool, drawn])
  useEffect(() => map?.setNeighbours(neighbours), [map, neighbours])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => map?.setPalette(readPalette()), [map, theme])
  useGeometryKeys(target, map, { picked, tool, setTool, apply })

  const tools: { value: Tool; label: string }[] = [
    { value: 'modify', label: t(shape.type === 'Point' ? 'edit.map.move' : 'edit.map.modify') },
    { value: 'draw', label: t('edit.map.draw') },
    ...(isLine(shape) || isArea(shape) ? [{ value: 'add' as const, label: t('edit.map.add') }] : []),
    ...(isLine(shape) || isArea(shape) ? [{ value: 'split' as const, label: t('edit.map.split') }] : []),
    ...(shape.type === 'Point' ? [] : [{ value: 'erase' as const, label: t('edit.map.erase') }]),
  ]
  return (
    <div className="geometry-editor">
      <div className="geometry-tools" role="toolbar" aria-label={t('edit.map.tools')}>
        <Segmented value={tool} onChange={(value) => setTool(value as Tool)} options={tools} />
        {geometryKind === 'point-or-area' && (
          <Segmented
            value={drawKind}
            onChange={(value) => {
              setDrawKind(value as DrawKind)
              setTool('draw')
            }}
            options={[
              { value: 'Point', label: t('edit.map.point') },
              { value: 'Polygon', label: t('edit.map.area') },
            ]}
          />
        )}
        {(tool === 'draw' || tool === 'add' || (tool === 'split' && isArea(shape))) && drawKind !== 'Point' && (
          <>
            <Button onClick={() => map?.finishDrawing()}>{t('edit.map.finish')}</Button>
            <Button onClick={() => map?.takeBack()}>{t('edit.map.takeBack')}</Button>
          </>
        )}
        {isLine(shape) && <Button onClick={() => apply(reverse(shape))}>{t('edit.map.reverse')}</Button>}
        {shape.type === 'MultiLineString' && <Button onClick={() => apply(join(shape))}>{t('edit.map.join')}</Button>}
        <Button onClick={() => map?.fit()}>{t('edit.map.fit')}</Button>
        <BaseChoice map={map} />
      </div>
      <section
        ref={target}
        className="geometry-map"
        aria-label={t('edit.map.label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes the keyboard, see useGeometryKeys
        tabIndex={0}
      />
      <p className="soft geometry-hint">
        {t(tool === 'split' && isArea(shape) ? 'edit.map.hint.cut' : `edit.map.hint.${tool}`)}
      </p>
      {faults.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('edit.map.crosses', { count: faults.length })}
          action={<Button onClick={() => apply(repaired(shape))}>{t('edit.map.repair')}</Button>}
        />
      )}
      <dl className="geometry-facts" aria-live="polite">
        <div>
          <dt>{t('edit.map.points')}</dt>
          <dd>{countPositions(shape)}</dd>
        </div>
        {lengthM !== null && (
          <div>
            <dt>{t(isArea(shape) ? 'edit.map.perimeter' : 'place.length')}</dt>
            <dd>{formatDistance(lengthM, language)}</dd>
          </div>
        )}
        {areaM2 !== null && (
          <div>
            <dt>{t('place.area')}</dt>
            <dd>{formatArea(areaM2, language)}</dd>
          </div>
        )}
        {picked !== null && (
          <div>
            <dt>{t('edit.map.corner')}</dt>
            <dd>{picked + 1}</dd>
          </div>
        )}
      </dl>
      {shape.type === 'Point' ? (
        <CoordinateFields
          position={shape.coordinates}
          onChange={(coordinates) => apply({ type: 'Point', coordinates })}
        />
      ) : (
        <div className="simplify">
          <span id="simplify-label">
            {t('edit.map.simplify', {
              metres: tolerance,
              before: countPositions(shape),
              after: countPositions(simpler),
            })}
          </span>
          <Slider
            min={0}
            max={50}
            value={tolerance}
            onChange={setTolerance}
            tooltip={{ open: false }}
            ariaLabelledByForHandle="simplify-label"
          />
          <Button
            disabled={simpler === shape || countPositions(simpler) === countPositions(shape)}
            onClick={() => {
              apply(simpler)
              setTolerance(0)
            }}
          >
            {t('edit.map.simplifyNow')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The own map of regions or a configured base map underneath. */
function BaseChoice({ map }: { map: GeometryMap | null }) {
  const { t, language } = useText()
  const { data: config } = useConfig()
  const [base, setBase] = useState('own')
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const chosen = config?.baseMaps.find(({ name }) => name === base)
  useEffect(() => {
    let wanted = true
    if (!chosen) map?.setRaster(null)
    else {
      void import('../../map/raster-base.ts')
        .then(({ rasterBase }) => rasterBase(chosen, theme === 'dark'))
        .then((layer) => wanted && map?.setRaster(layer))
    }
    return () => {
      wanted = false
    }
  }, [map, chosen, theme])
  if (!config || config.baseMaps.length === 0) return null
  return (
    <Select
      aria-label={t('map.layers')}
      value={base}
      onChange={setBase}
      options={[
        { value: 'own', label: t('edit.map.ownBase') },
        ...config.baseMaps.map((one) => ({
          value: one.name,
          label: nameIn(language, one),
        })),
      ]}
    />
  )
}

function kindOf(shape: Geometry, geometryKind: Props['geometryKind']): DrawKind {
  if (geometryKind === 'line') return 'LineString'
  if (geometryKind === 'area') return 'Polygon'
  if (geometryKind === 'point') return 'Point'
  return shape.type === 'Point' ? 'Point' : 'Polygon'
}

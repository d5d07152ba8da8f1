import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Segmented } from 'antd'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Place } from '../../../api/contract/place-record.ts'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { guardLeaving } from '../../console/console-address.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useWord } from '../../indoor/use-word.ts'
import { readPalette } from '../../map/palette.ts'
import { onTheme, shownTheme } from '../../theme.ts'
import * as ops from './drawing-ops.ts'
import { FaultList } from './fault-list.tsx'
import { FloorMap, type FloorTool } from './floor-map.ts'
import { LevelPanel } from './level-panel.tsx'
import { thingsOf } from './shown-things.ts'
import { ThingPanel } from './thing-panel.tsx'
import { inverted, mercator } from './underlay-fit.ts'
import { UnderlayPanel } from './underlay-panel.tsx'
import { useDrawing } from './use-drawing.ts'
import { useFloorKeys } from './use-floor-keys.ts'
import { useUnderlay } from './use-underlay.ts'

interface Props {
  place: Place
  first: ReplyOf<'getDrawing'>
  onPublished(): Promise<unknown>
  /** Begins anew from what the server has. */
  onReload(): Promise<unknown>
}

const tools: readonly FloorTool[] = ['select', 'room', 'wall', 'door', 'opening', 'facility', 'connector']

/** Floors being drawn: tools and map, what is said of the picked thing, the drawing beneath, faults, saving and publishing. */
export function FloorEditor({ place, first, onPublished, onReload }: Props) {
  const { t, language } = useText()
  const { message, modal } = App.useApp()
  const word = useWord()
  const editor = useDrawing(first.drawing)
  const { drawing, change } = editor
  const [kept, setKept] = useState({
    version: first.version,
    state: first.state,
    stale: first.stale,
    faults: first.faults,
  })
  const [levelGuid, setLevelGuid] = useState(() => lowestOf(first.drawing))
  const [picked, setPicked] = useState<ops.Picked | null>(null)
  const [tool, setTool] = useState<FloorTool>('select')
  const [pending, setPending] = useState<[number, number] | null>(null)
  const [map, setMap] = useState<FloorMap | null>(null)
  const target = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const level = drawing.levels.find(({ guid }) => guid === levelGuid) ?? null
  const underlay = useUnderlay(place.id, level?.underlay ?? null, place.location)
  const levelName = (guid: string): string => {
    const found = drawing.levels.find((one) => one.guid === guid)
    return found ? nameIn(language, { nameZh: found.nameZh ?? '', nameEn: found.nameEn }) : ''
  }

  const addControl = (at: ops.Position) => {
    if (!level?.underlay) return
    if (!pending) return setPending(mercator(at))
    const control = { at: inverted(underlay.on, pending), on: at }
    const controls = [...level.underlay.controls, control]
    change(ops.changeLevel(drawing, level.guid, { underlay: { ...level.underlay, controls } }))
    setPending(null)
    if (controls.length >= 2) setTool('select')
  }
  const take = ([next, made]: [typeof drawing, ops.Picked]) => {
    change(next)
    setPicked(made)
    setTool('select')
  }
  const hands = {
    onPick: setPicked,
    onMoved: (moved: Parameters<typeof ops.moveThings>[2]) => change(ops.moveThings(drawing, levelGuid, moved)),
    onRoom: (coordinates: ops.Position[][]) => take(ops.addRoom(drawing, levelGuid, coordinates)),
    onWall: (line: ops.Position[]) => change(ops.splitRooms(drawing, levelGuid, line)),
    onOpening: (kind: 'door' | 'opening', line: [ops.Position, ops.Position]) =>
      take(ops.addOpening(drawing, levelGuid, kind, line)),
    onPoint: (used: 'facility' | 'connector' | 'control', at: ops.Position) => {
      if (used === 'control') addControl(at)
      else take((used === 'facility' ? ops.addFacility : ops.addConnector)(drawing, levelGuid, at))
    },
  }
  const latest = useRef(hands)
  latest.current = hands

  const save = useMutation({
    mutationFn: async () => {
      const body = drawing
      const saved = await call('saveDrawing', { params: { id: place.id }, ifMatch: kept.version, body })
      setKept(saved)
      editor.saved(body)
      return saved
    },
    onSuccess: () => message.success(t('floors.saved')),
  })
  const publish = useMutation({
    mutationFn: async (over: boolean) => {
      const isSaved = !editor.dirty && kept.state === 'draft'
      const { version, faults } = isSaved ? kept : await save.mutateAsync()
      if (faults.some(({ blocks }) => blocks)) return null
      return call('publishDrawing', { params: { id: place.id }, ifMatch: version, body: { over } })
    },
    onSuccess: (done) => {
      if (!done) return
      setKept({ version: done.version, state: 'published', stale: false, faults: done.faults })
      message.success(t('floors.published', { levels: done.levels, spaces: done.spaces }))
      void onPublished()
    },
  })
  const discard = useMutation({
    mutationFn: () => call('discardDrawing', { params: { id: place.id } }),
    onSuccess: onReload,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    if (!target.current) return
    const outline = (place.geometry as object | undefined) ?? { type: 'Point', coordinates: place.location }
    const given = { center: [...place.location] as ops.Position, outline, palette: readPalette() }
    const made = new FloorMap(target.current, given, {
      onPick: (...all) => latest.current.onPick(...all),
      onMoved: (...all) => latest.current.onMoved(...all),
      onRoom: (...all) => latest.current.onRoom(...all),
      onWall: (...all) => latest.current.onWall(...all),
      onOpening: (...all) => latest.current.onOpening(...all),
      onPoint: (...all) => latest.current.onPoint(...all),
    })
    setMap(made)
    // For the browser tests, which must know where on the screen a corner lies.
    ;(target.current as HTMLDivElement & { floorMap?: FloorMap }).floorMap = made
    return () => made.destroy()
  }, [])
  const faulty = useMemo(() => new Set(kept.faults.flatMap(({ guid, other }) => [guid, other])), [kept.faults])
  useEffect(() => {
    if (!map) return
    map.setThings(thingsOf(drawing, levelGuid, { language, word, faulty }), picked)
    const below = drawing.levels
      .toSorted((a, b) => b.ordinal - a.ordinal)
      .find(({ ordinal }) => ordinal < (level?.ordinal ?? 0))
    map.setBelow(drawing.rooms.filter((room) => room.levelGuid === below?.guid).map(({ geometry }) => geometry))
  }, [map, drawing, levelGuid, level, picked, language, word, faulty])
  useEffect(() => map?.fit(), [map])
  useEffect(() => map?.setTool(tool), [map, tool])
  useEffect(() => {
    map?.setUnderlay(underlay.picture, underlay.on, level?.underlay?.opacity ?? 1)
    map?.setControls(level?.underlay?.controls ?? [], pending)
  }, [map, underlay.picture, underlay.on, level, pending])
  // A drawing that has just been chosen is looked at whole, for its control points.
  useEffect(() => {
    if (underlay.picture && level?.underlay?.controls.length === 0) map?.fit()
  }, [map, underlay.picture, level?.underlay?.controls.length])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => map?.setPalette(readPalette()), [map, theme])
  const remove = () => {
    if (picked) change(ops.removeThing(drawing, picked))
    setPicked(null)
  }
  useFloorKeys(target, map, { save: () => save.mutate(), undo: editor.undo, redo: editor.redo, remove, setTool })
  const { dirty } = editor
  useEffect(() => (dirty ? guardLeaving(() => confirm(t('floors.leave'))) : undefined), [dirty, t])

  const refused = (publish.error ?? save.error ?? discard.error) as Error | null
  const code = refused instanceof ApiProblem ? refused.code : null
  const choose = (picking: ops.Picked, on: string) => {
    setLevelGuid(on)
    setPicked(picking)
    setTool('select')
  }
  return (
    <div className="floors-editor">
      <div className="floors-head">
        <span className="soft" role="status">
          {t(dirty ? 'floors.unsaved' : `floors.state.${kept.state}`)}
        </span>
        <div className="row-actions">
          <Button disabled={!editor.canUndo} onClick={editor.undo}>
            {t('floors.undo')}
          </Button>
          <Button disabled={!editor.canRedo} onClick={editor.redo}>
            {t('floors.redo')}
          </Button>
          {kept.state === 'draft' && (
            <Button
              onClick={() => void modal.confirm({ title: t('floors.discardSure'), onOk: () => discard.mutate() })}
            >
              {t('floors.discard')}
            </Button>
          )}
          <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
            {t('floors.save')}
          </Button>
          <Button
            type="primary"
            loading={publish.isPending}
            disabled={!dirty && kept.state !== 'draft'}
            onClick={() => publish.mutate(false)}
          >
            {t('floors.publish')}
          </Button>
        </div>
      </div>
      {(kept.stale || code === 'floors-replaced') && (
        <Alert
          type="warning"
          showIcon
          title={t('floors.replaced')}
          action={<Button onClick={() => publish.mutate(true)}>{t('floors.publishOver')}</Button>}
        />
      )}
      {code === 'drawing-changed' && (
        <Alert
          type="warning"
          showIcon
          title={t('floors.conflict')}
          action={<Button onClick={() => onReload()}>{t('floors.reload')}</Button>}
        />
      )}
      {refused && code !== 'floors-replaced' && code !== 'drawing-changed' && (
        <Alert type="error" showIcon title={t('floors.failed', { detail: refused.message })} />
      )}
      <div className="floors-columns">
        <div className="floors-drawing">
          <div className="floors-tools" role="toolbar" aria-label={t('floors.tools')}>
            <Segmented
              value={tool === 'control' ? 'select' : tool}
              disabled={!level}
              onChange={(value) => {
                setTool(value as FloorTool)
                setPending(null)
              }}
              options={tools.map((value) => ({
                value,
                label: t(`floors.tool.${value as Exclude<FloorTool, 'control'>}`),
              }))}
            />
            {(tool === 'room' || tool === 'wall' || tool === 'opening') && (
              <>
                <Button onClick={() => map?.finishDrawing()}>{t('floors.finish')}</Button>
                <Button onClick={() => map?.takeBack()}>{t('floors.takeBack')}</Button>
              </>
            )}
            <Button onClick={() => map?.fit()}>{t('floors.fit')}</Button>
          </div>
          <section
            ref={target}
            className="floors-map"
            aria-label={t('floors.map')}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes the keyboard, see useFloorKeys
            tabIndex={0}
          />
          <p className="soft floors-hint">
            {t(tool === 'control' ? `floors.hint.control.${pending ? 'map' : 'drawing'}` : `floors.hint.${tool}`)}
          </p>
        </div>
        <div className="floors-side">
          <LevelPanel
            drawing={drawing}
            levelGuid={levelGuid}
            levelName={levelName}
            onChoose={(guid) => {
              setLevelGuid(guid)
              setPicked(null)
              setPending(null)
            }}
            onChange={change}
          />
          {picked && (
            <ThingPanel
              key={picked.guid}
              drawing={drawing}
              picked={picked}
              levelName={levelName}
              onChange={change}
              onRemoved={() => setPicked(null)}
            />
          )}
          {level && (
            <UnderlayPanel
              placeId={place.id}
              lat={place.location[1]!}
              underlay={level.underlay}
              loaded={underlay}
              isAdding={tool === 'control'}
              onChange={(next, typed) => change(ops.changeLevel(drawing, level.guid, { underlay: next }), typed)}
              onAdding={(isAdding) => {
                setTool(isAdding ? 'control' : 'select')
                setPending(null)
              }}
            />
          )}
          <FaultList drawing={drawing} faults={kept.faults} isSaved={kept.version > 0 && !dirty} onChoose={choose} />
        </div>
      </div>
    </div>
  )
}

const lowestOf = ({ levels }: Props['first']['drawing']): string =>
  (levels.find(({ ordinal }) => ordinal === 0) ?? levels.toSorted((a, b) => a.ordinal - b.ordinal)[0])?.guid ?? ''

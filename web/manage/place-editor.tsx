import './manage.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Skeleton, Tabs, Tag } from 'antd'
import { useEffect, useState } from 'react'
import type { Draft } from '../../api/contract/drafts.ts'
import type { Place, PlaceFields } from '../../api/contract/place-record.ts'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { goTo, guardLeaving, usePathname } from '../console/console-address.ts'
import { ConsoleLink } from '../console/console-link.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { GeometryEditor } from './geometry/geometry-editor.tsx'
import { HoursEditor } from './hours/hours-editor.tsx'
import { PlaceHistory } from './place-history.tsx'
import { PlaceOwners } from './place-owners.tsx'
import { CourtList, EquipmentList } from './record/court-list.tsx'
import { RecordForm } from './record/record-form.tsx'
import { useCheck } from './record/use-check.ts'
import { fieldsOf, useEditor } from './use-editor.ts'

/** `/manage/place/7`: everything an owner keeps true about a place. */
export default function PlaceEditorPage() {
  const { t } = useText()
  const id = Number(/\/manage\/place\/(\d+)/.exec(usePathname())?.[1])
  const loaded = useQuery({
    queryKey: ['edit-place', id],
    queryFn: () => loadForEditing(id),
    // What is being edited is not exchanged under the editor's hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (loaded.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (loaded.isError) {
    return <Alert type="error" showIcon title={t('edit.failed')} description={loaded.error.message} />
  }
  const { place, base, draft } = loaded.data
  return <PlaceEditor key={`${id}.${place.version}.${draft?.id}`} place={place} base={base} openDraft={draft} />
}

interface Loaded {
  place: Place
  /** The record that the changes are against: the draft's own base, however the place went on. */
  base: PlaceFields
  draft: Draft | null
}

async function loadForEditing(id: number): Promise<Loaded> {
  const [place, { items }] = await Promise.all([
    call('getPlace', { params: { id } }),
    call('listDrafts', { query: { whose: 'mine', place: id, limit: 100 } }),
  ])
  const open = items.find(({ state }) => state === 'draft' || state === 'submitted' || state === 'returned')
  const draft = open ? await call('getDraft', { params: { id: open.id } }) : null
  if (!draft || draft.baseVersion === place.version) return { place, base: fieldsOf(place), draft }
  const revision = await call('getRevision', { params: { id, version: draft.baseVersion } })
  return { place, base: { ...fieldsOf(place), ...(revision.record as PlaceFields) }, draft }
}

function PlaceEditor({ place, base, openDraft }: { place: Place; base: PlaceFields; openDraft: Draft | null }) {
  const { t, language } = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  const { data: types } = usePlaceTypes()
  const [draft, setDraft] = useState(openDraft)
  const [reason, setReason] = useState(openDraft?.reason ?? '')
  const editor = useEditor(base, openDraft)
  const doubts = useCheck(place.id, editor.changes)
  const baseVersion = draft?.baseVersion ?? place.version

  const save = useMutation({
    mutationFn: async (): Promise<Draft> => {
      const body = { baseVersion, changes: editor.changes, reason }
      return draft
        ? call('saveDraft', { params: { id: draft.id }, ifMatch: draft.version, body })
        : call('startDraft', { params: { id: place.id }, body })
    },
    onSuccess: (kept) => {
      setDraft(kept)
      editor.saved()
      void client.invalidateQueries({ queryKey: ['my-drafts'] })
      message.success(t('edit.saved'))
    },
  })
  const submit = useMutation({
    mutationFn: async () => {
      const kept = editor.dirty || !draft || reason !== draft.reason ? await save.mutateAsync() : draft
      return call('submitDraft', { params: { id: kept.id }, ifMatch: kept.version })
    },
    onSuccess: (kept) => {
      setDraft(kept)
      void client.invalidateQueries({ queryKey: ['my-drafts'] })
      message.success(t(kept.state === 'published' ? 'edit.published' : 'edit.submitted'))
      if (kept.state === 'published') void client.resetQueries({ queryKey: ['edit-place', place.id] })
    },
  })
  const refused = (submit.error ?? save.error) as Error | null
  const movedOn = refused instanceof ApiProblem && refused.code === 'draft-base-changed'

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      if (key === 's') save.mutate()
      else if (key === 'z') event.shiftKey ? editor.redo() : editor.undo()
      else if (key === 'y') editor.redo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [save.mutate, editor.undo, editor.redo])
  const { dirty } = editor
  useEffect(() => (dirty ? guardLeaving(() => confirm(t('edit.leave'))) : undefined), [dirty, t])

  const type = types?.types.find(({ code }) => code === editor.fields.type)
  return (
    <div className="place-editor">
      <div className="console-title editor-title">
        <h2>{nameIn(language, place)}</h2>
        <DraftTag draft={draft} dirty={dirty} />
        <a href={`/places/${place.id}`} target="_blank" rel="noreferrer">
          {t('edit.view')}
        </a>
      </div>
      {draft?.state === 'returned' && (
        <Alert type="warning" showIcon title={t('edit.returned')} description={draft.answer} />
      )}
      {(movedOn || (draft !== null && draft.baseVersion !== draft.placeVersion && draft.state !== 'published')) &&
        draft && (
          <Alert
            type="warning"
            showIcon
            title={t('edit.movedOn')}
            action={<Button onClick={() => goTo(`/manage/merge/${draft.id}`)}>{t('edit.merge')}</Button>}
          />
        )}
      {refused && !movedOn && (
        <Alert type="error" showIcon title={t('edit.notSaved')} description={problemWords(refused)} />
      )}
      {doubts.problem && <Alert type="error" showIcon title={doubts.problem} />}
      {types && (
        <Tabs
          defaultActiveKey={/\/manage\/place\/\d+\/([a-z]+)/.exec(location.pathname)?.[1] ?? 'record'}
          onChange={(key) => history.replaceState(null, '', `/manage/place/${place.id}/${key}`)}
          items={[
            {
              key: 'record',
              label: t('edit.tab.record'),
              children: <RecordForm editor={editor} types={types} doubts={doubts} />,
            },
            {
              key: 'map',
              label: t('edit.tab.map'),
              children: (
                <GeometryEditor
                  editor={editor}
                  placeId={place.id}
                  location={place.location}
                  geometryKind={type?.geometryKind ?? 'point'}
                />
              ),
            },
            { key: 'hours', label: t('edit.tab.hours'), children: <HoursEditor editor={editor} doubts={doubts} /> },
            {
              key: 'courts',
              label: t('edit.tab.courts'),
              children: (
                <div className="edit-form">
                  <CourtList editor={editor} types={types} doubts={doubts} />
                  <EquipmentList editor={editor} doubts={doubts} />
                </div>
              ),
            },
            { key: 'owners', label: t('edit.tab.owners'), children: <PlaceOwners placeId={place.id} /> },
            { key: 'history', label: t('edit.tab.history'), children: <PlaceHistory place={place} /> },
          ]}
        />
      )}
      <div className="editor-bar">
        <Button disabled={!editor.canUndo} onClick={editor.undo} title="Ctrl-Z">
          {t('edit.undo')}
        </Button>
        <Button disabled={!editor.canRedo} onClick={editor.redo} title="Ctrl-Y">
          {t('edit.redo')}
        </Button>
        <Input
          aria-label={t('edit.reason')}
          placeholder={t('edit.reason')}
          value={reason}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()} title="Ctrl-S">
          {t('edit.save')}
        </Button>
        <Button
          type="primary"
          disabled={Object.keys(editor.changes).length === 0 || (!dirty && draft?.state === 'submitted')}
          loading={submit.isPending}
          onClick={() => submit.mutate()}
        >
          {t('edit.submit')}
        </Button>
      </div>
      <p className="soft">
        <ConsoleLink to="/manage/drafts">{t('manage.drafts')}</ConsoleLink>
      </p>
    </div>
  )
}

function DraftTag({ draft, dirty }: { draft: Draft | null; dirty: boolean }) {
  const { t } = useText()
  if (dirty) return <Tag color="orange">{t('edit.unsaved')}</Tag>
  return draft ? (
    <Tag color={draft.state === 'returned' ? 'red' : 'green'}>{t(`draft.state.${draft.state}`)}</Tag>
  ) : null
}

const problemWords = (error: Error): string =>
  error instanceof ApiProblem && error.faults.length > 0
    ? error.faults.map(({ path, message }) => `${path}: ${message}`).join('; ')
    : error.message

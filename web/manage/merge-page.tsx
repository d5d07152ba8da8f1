import './manage.css'
import '../diff/diff.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import type { Draft, MergeField } from '../../api/contract/drafts.ts'
import type { Place } from '../../api/contract/place-record.ts'
import { call, type ReplyOf } from '../api.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { goTo, usePathname } from '../console/console-address.ts'
import { DiffMap } from '../diff/diff-map.tsx'
import { FieldValue } from '../diff/field-value.tsx'
import { fieldTitle } from '../diff/field-words.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { type Choices, firstChoices, mergedChanges } from './merge-choices.ts'
import { fieldsOf } from './use-editor.ts'

interface Sides {
  draft: Draft
  merge: ReplyOf<'mergeDraft'>
  place: Place
}

/** `/manage/merge/3`: the record went on while a draft was written; each field is chosen, and nothing is lost. */
export default function MergePage() {
  const { t } = useText()
  const id = Number(/\/manage\/merge\/(\d+)/.exec(usePathname())?.[1])
  const sides = useQuery({
    queryKey: ['merge', id],
    queryFn: async ({ signal }): Promise<Sides> => {
      const [draft, merge] = await Promise.all([
        call('getDraft', { params: { id }, signal }),
        call('mergeDraft', { params: { id }, signal }),
      ])
      return { draft, merge, place: await call('getPlace', { params: { id: draft.placeId }, signal }) }
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (sides.isPending) return <Skeleton active />
  if (sides.isError) return <Alert type="error" showIcon title={t('edit.failed')} description={sides.error.message} />
  return <Merge key={sides.data.merge.placeVersion} sides={sides.data} onAgain={() => void sides.refetch()} />
}

function Merge({ sides: { draft, merge, place }, onAgain }: { sides: Sides; onAgain(): void }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const [choices, setChoices] = useState<Choices>(() => firstChoices(merge.fields))
  const saving = useMutation({
    mutationFn: () =>
      call('saveDraft', {
        params: { id: draft.id },
        ifMatch: draft.version,
        body: {
          baseVersion: merge.placeVersion,
          changes: mergedChanges(merge.fields, choices, fieldsOf(place)),
          reason: draft.reason,
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['my-drafts'] })
      goTo(`/manage/place/${draft.placeId}`)
    },
  })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const shape = merge.fields.find(({ field }) => field === 'geometry')
  return (
    <section className="edit-form">
      <h2>{t('merge.title', { place: nameIn(language, place) })}</h2>
      <p>
        {t('merge.intro', {
          who: merge.changedBy === 'owner' ? t('history.owner') : merge.changedBy,
          when: when.format(new Date(merge.changedAt)),
        })}
      </p>
      {shape && <DiffMap before={shape.theirs as object | null} after={shape.mine as object | null} />}
      <table className="diff-table merge">
        <thead>
          <tr>
            <th scope="col">{t('diff.field')}</th>
            <th scope="col">{t('merge.base')}</th>
            <th scope="col">{t('merge.theirs')}</th>
            <th scope="col">{t('merge.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {merge.fields.map((field) => (
            <MergeRow
              key={field.field}
              field={field}
              type={place.type}
              side={choices[field.field] ?? 'mine'}
              onChoose={(side) => setChoices({ ...choices, [field.field]: side })}
            />
          ))}
        </tbody>
      </table>
      {saving.error && (
        <Alert
          type="error"
          showIcon
          title={saving.error.message}
          action={<Button onClick={onAgain}>{t('common.retry')}</Button>}
        />
      )}
      <div className="edit-actions">
        <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
          {t('merge.save')}
        </Button>
      </div>
    </section>
  )
}

interface RowProps {
  field: MergeField
  type: string
  side: 'theirs' | 'mine'
  onChoose(side: 'theirs' | 'mine'): void
}

function MergeRow({ field: { field, base, conflict, ...values }, type, side, onChoose }: RowProps) {
  const { language, t } = useText()
  const { data: types } = usePlaceTypes()
  const title = fieldTitle(field, { language, t, types, type })
  return (
    <tr className={conflict ? 'merge-conflict' : ''}>
      <th scope="row">
        {title} {conflict && <Tag color="red">{t('merge.conflict')}</Tag>}
      </th>
      <td data-side={t('merge.base')}>
        <FieldValue field={field} value={base} type={type} />
      </td>
      {(['theirs', 'mine'] as const).map((which) => (
        <td key={which} data-side={t(`merge.${which}`)} className={side === which ? 'diff-new' : ''}>
          <label className="choice">
            <input
              type="radio"
              name={field}
              checked={side === which}
              aria-label={`${title}：${t(`merge.${which}`)}`}
              onChange={() => onChoose(which)}
            />
            <FieldValue field={field} value={values[which]} type={type} />
          </label>
        </td>
      ))}
    </tr>
  )
}

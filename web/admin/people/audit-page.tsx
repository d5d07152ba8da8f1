import './people.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Input, Table } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { ListExport } from '../../export/list-export.tsx'
import { useText } from '../../i18n/use-text.tsx'
import { type TextKey, zhCN } from '../../i18n/zh-CN.ts'
import { useDebounced } from '../../ui/use-debounced.ts'

type Entry = ReplyOf<'listAudit'>['items'][number]

/** Who did what to what, from where, before and after; nothing here can be changed. */
export function AuditPage() {
  const { t, language } = useText()
  const [words, setWords] = useState('')
  const act = useDebounced(words.trim(), 300)
  const entries = useInfiniteQuery({
    queryKey: ['audit', act],
    queryFn: ({ signal, pageParam }) =>
      call('listAudit', { query: { act: act || undefined, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  const actWords = (name: string): string => (`act.${name}` in zhCN ? t(`act.${name}` as TextKey) : name)
  return (
    <section className="people">
      <div className="console-title">
        <h2>{t('audit.title')}</h2>
        <ListExport list="audit" query={{ act: act || undefined }} />
      </div>
      <div className="people-filters">
        <Input
          allowClear
          value={words}
          placeholder={t('audit.filter')}
          aria-label={t('audit.filter')}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {entries.isError ? (
        <div className="notice" role="alert">
          <p>{t('console.noAnswer')}</p>
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no wheel scrolls it by arrow keys
        <section className="audit-scroll" aria-label={t('audit.title')} tabIndex={0}>
          <Table<Entry>
            rowKey="id"
            style={{ minWidth: 900 }}
            size="small"
            loading={entries.isPending}
            dataSource={entries.data?.pages.flatMap((page) => page.items) ?? []}
            pagination={false}
            locale={{ emptyText: t('audit.empty') }}
            columns={[
              { title: t('audit.when'), width: 180, render: (_, entry) => when.format(new Date(entry.at)) },
              {
                title: t('audit.who'),
                render: (_, entry) => (
                  <>
                    {entry.personName ?? t('audit.program')}
                    {entry.via.startsWith('key') && <span className="soft"> {entry.via}</span>}
                  </>
                ),
              },
              { title: t('audit.what'), render: (_, entry) => actWords(entry.act) },
              {
                title: t('audit.target'),
                render: (_, entry) => entry.targetName ?? `${entry.targetKind} ${entry.targetId}`,
              },
              { title: t('audit.change'), render: (_, entry) => <Change before={entry.before} after={entry.after} /> },
              { title: t('audit.from'), render: (_, entry) => entry.address ?? '–' },
            ]}
          />
        </section>
      )}
      {entries.hasNextPage && (
        <button type="button" className="button wide" onClick={() => entries.fetchNextPage()}>
          {t('list.more')}
        </button>
      )}
    </section>
  )
}

function Change({ before, after }: { before: unknown; after: unknown }) {
  return (
    <code className="audit-change">
      {before != null && <del>{JSON.stringify(before)}</del>} {after != null && <ins>{JSON.stringify(after)}</ins>}
    </code>
  )
}

import './people.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Input, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { grantedRoles } from '../../../api/contract/access.ts'
import { roleWords, scopeWords } from '../../account/role-words.ts'
import { call, type ReplyOf } from '../../api.ts'
import { goTo, usePathname } from '../../console/console-address.ts'
import { ConsoleLink } from '../../console/console-link.tsx'
import { ListExport } from '../../export/list-export.tsx'
import { useText } from '../../i18n/use-text.tsx'
import { useDebounced } from '../../ui/use-debounced.ts'
import { PersonDrawer } from './person-drawer.tsx'

type Row = ReplyOf<'findPeople'>['items'][number]
const archivedChoices = ['no', 'yes', 'all'] as const

/** Find people; a row opens its person beside the list, under an address of its own. */
export function PeoplePage() {
  const { t, language } = useText()
  const opened = /^\/admin\/people\/([0-9a-f-]{36})$/.exec(usePathname())?.[1] ?? null
  const [words, setWords] = useState('')
  const [role, setRole] = useState<(typeof grantedRoles)[number]>()
  const [archived, setArchived] = useState<(typeof archivedChoices)[number]>('no')
  const q = useDebounced(words.trim(), 300)
  const people = useInfiniteQuery({
    queryKey: ['people', q, role, archived],
    queryFn: ({ signal, pageParam }) =>
      call('findPeople', { query: { q: q || undefined, role, archived, limit: 30, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = people.data?.pages.flatMap((page) => page.items) ?? []
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  return (
    <section className="people">
      <div className="console-title">
        <h2>{t('people.title')}</h2>
        <ListExport list="people" query={{ q: q || undefined, role, archived }} />
      </div>
      <div className="people-filters">
        <Input.Search
          allowClear
          value={words}
          placeholder={t('people.search')}
          aria-label={t('people.search')}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select
          allowClear
          placeholder={t('people.anyRole')}
          aria-label={t('people.role')}
          value={role}
          onChange={setRole}
          options={grantedRoles.map((value) => ({ value, label: roleWords(t, value) }))}
        />
        <Select
          aria-label={t('people.state')}
          value={archived}
          onChange={setArchived}
          options={archivedChoices.map((value) => ({ value, label: t(`people.archived.${value}`) }))}
        />
      </div>
      {people.isError ? (
        <div className="notice" role="alert">
          <p>{t('console.noAnswer')}</p>
          <button type="button" className="button" onClick={() => people.refetch()}>
            {t('common.retry')}
          </button>
        </div>
      ) : (
        <Table<Row>
          rowKey="id"
          size="middle"
          loading={people.isPending}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 620 }}
          locale={{ emptyText: t('people.empty') }}
          onRow={({ id }) => ({ onClick: () => goTo(`/admin/people/${id}`) })}
          rowClassName="people-row"
          columns={[
            {
              title: t('me.name'),
              render: (_, row) => (
                <>
                  <ConsoleLink to={`/admin/people/${row.id}`}>{row.name}</ConsoleLink>
                  {row.archivedAt && <Tag className="people-tag">{t('people.isArchived')}</Tag>}
                </>
              ),
            },
            { title: t('people.contact'), render: (_, row) => row.phone ?? row.email ?? row.account ?? '–' },
            {
              title: t('people.role'),
              render: (_, row) =>
                row.grants.length === 0
                  ? t('me.citizen')
                  : row.grants.map((grant) => (
                      <Tag key={grant.id} className="people-tag">
                        {roleWords(t, grant.role)} · {scopeWords(t, grant)}
                      </Tag>
                    )),
            },
            { title: t('people.since'), render: (_, row) => date.format(new Date(row.createdAt)) },
          ]}
        />
      )}
      {people.hasNextPage && (
        <button type="button" className="button wide" onClick={() => people.fetchNextPage()}>
          {t('list.more')}
        </button>
      )}
      <PersonDrawer id={opened} onClose={() => goTo('/admin/people')} />
    </section>
  )
}

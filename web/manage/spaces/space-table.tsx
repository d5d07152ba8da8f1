import { Table, Tag } from 'antd'
import type { FileRecord } from '../../../api/contract/files.ts'
import { grouped } from '../../format/quantity.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useWord } from '../../indoor/use-word.ts'
import { reportsOf } from './reports-of.ts'
import { differenceOf, lacksOf, type SpaceRow } from './space-figures.ts'

interface Props {
  spaces: readonly SpaceRow[]
  reports: readonly FileRecord[]
  storeyName(levelId: number): string
  onOpen(id: number): void
}

/** All spaces in rows; a row opens its space. */
export function SpaceTable({ spaces, reports, storeyName, onOpen }: Props) {
  const { t, language } = useText()
  const word = useWord()
  const area = (value: number): string => grouped(Math.round(value * 10) / 10, language)
  const nameOf = (space: SpaceRow): string => nameIn(language, space) || space.title
  return (
    <Table<SpaceRow>
      rowKey="id"
      size="small"
      dataSource={[...spaces]}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1180 }}
      aria-label={t('spaces.table')}
      onRow={({ id }) => ({ onClick: () => onOpen(id) })}
      rowClassName="space-row"
      columns={[
        {
          title: t('spaces.name'),
          fixed: 'left',
          width: 160,
          sorter: (a, b) => nameOf(a).localeCompare(nameOf(b), language),
          render: (_, row) => (
            <button
              type="button"
              className="text-button"
              aria-label={t('spaces.edit', { name: nameOf(row) })}
              onClick={() => onOpen(row.id)}
            >
              {nameOf(row)}
            </button>
          ),
        },
        { title: t('spaces.storey'), width: 80, render: (_, { levelId }) => storeyName(levelId) },
        { title: t('spaces.use'), width: 120, render: (_, row) => (row.use ? word(row.use) : '–') },
        {
          title: `${t('spaces.computed')} m²`,
          width: 110,
          align: 'right',
          sorter: (a, b) => a.area - b.area,
          render: (_, row) => area(row.area),
        },
        {
          title: `${t('spaces.declared')} m²`,
          width: 210,
          render: (_, row) =>
            row.declaredAreas.length === 0
              ? '–'
              : row.declaredAreas.map((declared) => (
                  <div key={declared.definition}>
                    <span className="soft">{declared.definition}</span> {area(declared.area)}
                    <Difference share={differenceOf(row, declared.area)} />
                  </div>
                )),
        },
        { title: t('spaces.capacity'), width: 84, align: 'right', render: (_, row) => row.capacity ?? '–' },
        {
          title: t('spaces.position'),
          width: 140,
          render: (_, { position }) =>
            position ? (
              <span className="tabular">
                {position[0].toFixed(5)}, {position[1].toFixed(5)}
              </span>
            ) : (
              '–'
            ),
        },
        { title: t('spaces.photos'), width: 64, align: 'right', render: (_, row) => row.photos.length },
        {
          title: t('spaces.court'),
          width: 120,
          render: (_, { court }) => (court ? nameIn(language, court) : '–'),
        },
        {
          title: t('spaces.reports'),
          width: 84,
          align: 'right',
          render: (_, row) => reportsOf(row, reports).length,
        },
        {
          title: t('spaces.lacks'),
          width: 190,
          sorter: (a, b) => lacksOf(a).length - lacksOf(b).length,
          render: (_, row) => {
            const lacks = lacksOf(row)
            if (lacks.length === 0) return <span className="soft">{t('spaces.whole')}</span>
            return lacks.map((lack) => (
              <Tag key={lack} color="orange">
                {t(`spaces.lack.${lack}`)}
              </Tag>
            ))
          },
        },
      ]}
    />
  )
}

/** Said from half a percent on: less is rounding. */
function Difference({ share }: { share: number }) {
  const { t } = useText()
  const percent = Math.abs(share * 100)
  if (percent < 0.5) return null
  const sign = share > 0 ? '+' : '−'
  return (
    <small className={percent > 2 ? 'space-differs' : 'soft'}>
      {' '}
      {t('spaces.differs', { sign, percent: percent.toFixed(1) })}
    </small>
  )
}

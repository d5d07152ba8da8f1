import { useQuery } from '@tanstack/react-query'
import { Drawer, Table } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { usePlaceTypes, useRegions } from '../client/queries.ts'
import { ConsoleLink } from '../console/console-link.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { LorenzChart } from './lorenz-chart.tsx'

type Row = ReplyOf<'listFigureRows'>['items'][number]
const pageRows = 50

interface Props {
  run: ReplyOf<'getRun'>
  region: string | null
  figure: string
  onClose(): void
}

/** The places behind the figures of a region, each with what it counts for. */
export function DetailDrawer({ run, region, figure, onClose }: Props) {
  const { t, language } = useText()
  const types = usePlaceTypes()
  const regions = useRegions()
  const [page, setPage] = useState(1)
  const rows = useQuery({
    queryKey: ['plan-rows', run.id, run.dataVersion, region, page],
    queryFn: ({ signal }) =>
      call('listFigureRows', {
        params: { id: run.id },
        query: { region: region!, limit: pageRows, offset: (page - 1) * pageRows },
        signal,
      }),
    enabled: region !== null,
  })
  const named = regions.data?.find(({ code }) => code === region)
  const name = named ? nameIn(language, named) : ''
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const typeName = (code: string) => {
    const type = types.data?.types.find((one) => one.code === code)
    return type ? nameIn(language, type) : code
  }
  return (
    <Drawer open={region !== null} onClose={onClose} size={760} title={t('plan.rowsOf', { name })}>
      {region && figure === 'gini' && <LorenzChart runId={run.id} region={region} />}
      {rows.isError && (
        <p className="notice" role="alert">
          {t('console.noAnswer')}
        </p>
      )}
      <Table<Row>
        rowKey={(row) => `${row.placeId}-${row.nameZh}`}
        size="small"
        loading={rows.isPending}
        dataSource={rows.data?.items ?? []}
        scroll={{ x: 620 }}
        pagination={{
          current: page,
          pageSize: pageRows,
          total: rows.data?.total ?? 0,
          onChange: setPage,
          showSizeChanger: false,
        }}
        columns={[
          {
            title: t('plan.place'),
            render: (_, row) =>
              row.placeId === null ? (
                nameIn(language, row)
              ) : (
                <>
                  <a href={`/places/${row.placeId}`}>{nameIn(language, row)}</a>{' '}
                  <ConsoleLink to={`/plan/reach?run=${run.id}&place=${row.placeId}`}>{t('plan.reach')}</ConsoleLink>
                </>
              ),
          },
          { title: t('plan.type'), render: (_, { type }) => typeName(type) },
          {
            title: t('plan.area'),
            align: 'right',
            render: (_, { areaM2 }) => (areaM2 === null ? '–' : number.format(areaM2)),
          },
          { title: t('plan.areaRule'), render: (_, { areaRule }) => t(`plan.areaRule.${areaRule}` as TextKey) },
          {
            title: t('plan.trailHere'),
            align: 'right',
            render: (_, { trailMetres }) => (trailMetres > 0 ? number.format(trailMetres) : ''),
          },
          {
            title: t('plan.inReach'),
            align: 'right',
            render: (_, { peopleInReach }) => (peopleInReach === null ? '–' : number.format(peopleInReach)),
          },
        ]}
      />
    </Drawer>
  )
}

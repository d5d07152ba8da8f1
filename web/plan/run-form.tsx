import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Drawer, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { exampleOrigin } from './figure-words.ts'

interface Wish {
  name?: string
  types?: string[]
  sports?: string[]
  setting: 'any' | 'indoor' | 'outdoor'
  fees?: ('free' | 'low-fee' | 'paid' | 'unknown')[]
  ownerships?: ('public' | 'private' | 'school' | 'other')[]
  at?: { toISOString(): string } | null
  radius?: number | null
  capacity: 'area' | 'place'
  distanceBy: (typeof distanceModes)[number]
  population: number | 'even' | 'newest'
  visitsPerPersonWeek: number
  visitsPerUnitHour: number
  peakHoursWeek: number
  origin: string
}

const distanceModes = ['straight', 'network', 'router'] as const
const usualRadii = [300, 500, 800, 1000, 1500, 2000, 3000]

/** What to count, of which people, with which settings: a new run. */
export function RunForm({
  open,
  onClose,
  onStarted,
}: {
  open: boolean
  onClose(): void
  onStarted(run: ReplyOf<'startRun'>): void
}) {
  const { t, language } = useText()
  const types = usePlaceTypes()
  const client = useQueryClient()
  const [problem, setProblem] = useState(false)
  const [busy, setBusy] = useState(false)
  const population = useQuery({
    queryKey: ['plan-population'],
    queryFn: ({ signal }) => call('listPopulation', { signal }),
    enabled: open,
  })
  const networks = useQuery({
    queryKey: ['plan-networks'],
    queryFn: ({ signal }) => call('listNetworks', { signal }),
    enabled: open,
  })
  const ways = { straight: true, network: !!networks.data?.items.length, router: !!networks.data?.hasRouter }
  const start = async (wish: Wish) => {
    setBusy(true)
    setProblem(false)
    try {
      const radii = wish.radius ? [...new Set([...usualRadii, wish.radius])].sort((a, b) => a - b) : usualRadii
      const run = await call('startRun', {
        body: {
          name: wish.name ?? '',
          population: wish.population,
          parameters: {
            filter: {
              types: wish.types ?? [],
              sports: wish.sports ?? [],
              setting: wish.setting,
              fees: wish.fees ?? [],
              ownerships: wish.ownerships ?? [],
              at: wish.at ? wish.at.toISOString() : null,
              builtUntil: null,
            },
            distanceBy: wish.distanceBy,
            radiiMetres: radii,
            capacity: wish.capacity,
            steps: [
              { upToMetres: 1000, weight: 1 },
              { upToMetres: 2000, weight: 0.6 },
              { upToMetres: 3000, weight: 0.25 },
            ],
            diversityMetres: 1000,
            demand: {
              visitsPerPersonWeek: wish.visitsPerPersonWeek,
              visitsPerUnitHour: wish.visitsPerUnitHour,
              peakHoursWeek: wish.peakHoursWeek,
              origin: wish.origin === t('plan.demandOrigin') ? exampleOrigin : wish.origin,
            },
          },
        },
      })
      await client.invalidateQueries({ queryKey: ['plan-runs'] })
      onStarted(run)
      onClose()
    } catch {
      setProblem(true)
    } finally {
      setBusy(false)
    }
  }
  const named = (list: readonly { code: string; nameZh: string; nameEn: string }[] | undefined) =>
    list?.map(({ code, nameZh, nameEn }) => ({ value: code, label: language === 'zh-CN' ? nameZh : nameEn }))
  return (
    <Drawer open={open} onClose={onClose} size={420} title={t('plan.newRun')}>
      <Form<Wish>
        layout="vertical"
        onFinish={start}
        initialValues={{
          setting: 'any',
          capacity: 'area',
          distanceBy: 'straight',
          population: 'newest',
          visitsPerPersonWeek: 0.5,
          visitsPerUnitHour: 0.02,
          peakHoursWeek: 40,
          origin: t('plan.demandOrigin'),
        }}
      >
        <Form.Item name="name" label={t('plan.runName')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="types" label={t('plan.types')}>
          <Select
            mode="multiple"
            allowClear
            optionFilterProp="label"
            placeholder={t('plan.all')}
            options={named(types.data?.types) ?? []}
          />
        </Form.Item>
        <Form.Item name="sports" label={t('plan.sports')}>
          <Select
            mode="multiple"
            allowClear
            optionFilterProp="label"
            placeholder={t('plan.all')}
            options={named(types.data?.sports) ?? []}
          />
        </Form.Item>
        <Form.Item name="setting" label={t('plan.setting')}>
          <Radio.Group
            options={(['any', 'indoor', 'outdoor'] as const).map((value) => ({
              value,
              label: t(`plan.setting.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="fees" label={t('plan.fees')}>
          <Select
            mode="multiple"
            allowClear
            placeholder={t('plan.all')}
            options={(['free', 'low-fee', 'paid', 'unknown'] as const).map((value) => ({
              value,
              label: t(`plan.fee.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="ownerships" label={t('plan.ownerships')}>
          <Select
            mode="multiple"
            allowClear
            placeholder={t('plan.all')}
            options={(['public', 'private', 'school', 'other'] as const).map((value) => ({
              value,
              label: t(`plan.ownership.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="at" label={t('plan.at')} extra={t('plan.atHint')}>
          <DatePicker showTime style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="population" label={t('plan.population')}>
          <Select
            options={[
              { value: 'newest', label: t('plan.newest') },
              { value: 'even', label: t('plan.even') },
              ...(population.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
            ]}
          />
        </Form.Item>
        <Form.Item name="radius" label={t('plan.ownRadius')}>
          <InputNumber min={50} max={50_000} step={50} suffix="m" style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="distanceBy" label={t('plan.distanceBy')}>
          <Select
            options={distanceModes.map((value) => ({
              value,
              disabled: !ways[value],
              label:
                value === 'straight' || ways[value]
                  ? t(`plan.distance.${value}`)
                  : `${t(`plan.distance.${value}`)} (${t(`plan.distanceNone.${value}`)})`,
            }))}
          />
        </Form.Item>
        <Form.Item name="capacity" label={t('plan.capacity')}>
          <Radio.Group
            options={(['area', 'place'] as const).map((value) => ({ value, label: t(`plan.capacity.${value}`) }))}
          />
        </Form.Item>
        <fieldset className="plan-fieldset">
          <legend>{t('plan.demand')}</legend>
          <Form.Item name="visitsPerPersonWeek" label={t('plan.visitsPerPersonWeek')}>
            <InputNumber min={0.01} max={20} step={0.1} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="visitsPerUnitHour" label={t('plan.visitsPerUnitHour')}>
            <InputNumber min={0.0001} max={1000} step={0.01} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="peakHoursWeek" label={t('plan.peakHoursWeek')}>
            <InputNumber min={1} max={168} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="origin" label={t('plan.origin')} rules={[{ required: true }]}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </fieldset>
        {problem && (
          <p className="notice" role="alert">
            {t('plan.failed')}
          </p>
        )}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('plan.compute')}
        </Button>
      </Form>
    </Drawer>
  )
}

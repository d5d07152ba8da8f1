import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useSetUp } from './closures.tsx'
import { CourtsEditor } from './courts-editor.tsx'
import { TimetableEditor } from './timetable-editor.tsx'
import { useAct } from './use-act.ts'

export type SetUpReply = ReplyOf<'bookingSetUp'>
export type Timetable = SetUpReply['timetables'][number]

const everyDay = Array.from({ length: 7 }, () => [[480, 1320]] as [number, number][])
const newTimetable: Omit<Timetable, 'id'> = {
  nameZh: '平时',
  slotMinutes: 60,
  weekly: everyDay,
  holidays: null,
  windowDays: 7,
  noticeMinutes: 0,
  mostPerDay: null,
  holdMinutes: 5,
  cancellation: [
    { untilMinutes: 1440, refundPercent: 100 },
    { untilMinutes: 120, refundPercent: 50 },
  ],
  seriesWeeks: 0,
  waitlistPlaces: 10,
  offerMinutes: 15,
  earlyMinutes: 30,
  reentry: true,
  rules: [],
}

/** Timetables with their prices and the week they make, then the courts that follow them. */
export function SetUp({ placeId }: { placeId: number }) {
  const { t } = useText()
  const client = useQueryClient()
  const { data, isError } = useSetUp(placeId)
  const [chosen, setChosen] = useState<number | null>(null)
  const again = () => client.invalidateQueries({ queryKey: ['booking-set-up', placeId] })
  const add = useAct(
    () => call('addTimetable', { params: { id: placeId }, body: newTimetable }),
    ({ id }) => {
      setChosen(id)
      void again()
    },
  )
  if (isError) return <Alert type="error" title={t('desk.failed')} />
  if (!data) return <Skeleton active />
  const timetable = data.timetables.find(({ id }) => id === chosen) ?? data.timetables[0]
  return (
    <>
      <div className="desk-days">
        {data.timetables.length > 1 && (
          <Select
            aria-label={t('desk.timetable')}
            value={timetable?.id ?? 0}
            onChange={setChosen}
            options={data.timetables.map(({ id, nameZh }) => ({ value: id, label: nameZh }))}
          />
        )}
        <Button loading={add.isPending} onClick={() => add.mutate()}>
          {t('desk.timetable.add')}
        </Button>
      </div>
      {timetable && (
        <TimetableEditor
          key={timetable.id}
          placeId={placeId}
          timetable={timetable}
          courts={data.courts}
          onSaved={again}
        />
      )}
      {timetable && (
        <CourtsEditor placeId={placeId} timetables={data.timetables} courts={data.courts} onSaved={again} />
      )}
    </>
  )
}

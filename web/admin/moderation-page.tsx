import '../manage/manage.css'
import { useQuery } from '@tanstack/react-query'
import { Badge, Tabs } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { useText } from '../i18n/use-text.tsx'
import { ClaimQueue } from './claim-queue.tsx'
import { DraftQueue } from './draft-queue.tsx'
import { HandoverQueue } from './handover-queue.tsx'
import { RegionChoice } from './region-choice.tsx'
import { ReportList } from './report-list.tsx'

/** What waits for an operator: claims, changes and reports of their regions, in one place. */
export default function ModerationPage() {
  const { t } = useText()
  const [region, setRegion] = useState<string | null>(null)
  const counts = useQuery({
    queryKey: ['moderation-counts'],
    queryFn: ({ signal }) => call('moderationCounts', { signal }),
    refetchInterval: 60_000,
  })
  const label = (words: string, count: number | undefined, urgent = false) => (
    <span>
      {words} <Badge count={count ?? 0} overflowCount={999} color={urgent ? 'var(--danger)' : 'var(--accent-strong)'} />
    </span>
  )
  const overdue = counts.data?.overdueReports ?? 0
  return (
    <section>
      <div className="console-title">
        <h2>{t('moderation.title')}</h2>
        <span className="row-actions">
          <RegionChoice value={region} placeholder={t('moderation.allRegions')} onChange={setRegion} />
          <ExportMenu query={{ region: region ?? undefined }} note={t('export.noteRegion')} />
        </span>
      </div>
      {overdue > 0 && <p className="edit-error">{t('moderation.overdue', { count: overdue })}</p>}
      <Tabs
        items={[
          {
            key: 'drafts',
            label: label(t('moderation.drafts'), counts.data?.drafts),
            children: <DraftQueue region={region} />,
          },
          {
            key: 'claims',
            label: label(t('moderation.claims'), counts.data?.claims),
            children: <ClaimQueue region={region} />,
          },
          {
            key: 'handovers',
            label: label(t('moderation.handovers'), counts.data?.handovers),
            children: <HandoverQueue region={region} />,
          },
          {
            key: 'reports',
            label: label(t('console.reports'), counts.data?.reports, overdue > 0),
            children: <ReportList region={region} />,
          },
        ]}
      />
    </section>
  )
}

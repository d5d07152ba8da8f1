import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useText } from '../i18n/use-text.tsx'

interface Props {
  approve: string
  refuse: string
  /** Usual reasons, to begin with. */
  templates: readonly string[]
  pending: boolean
  onApprove(reason: string): void
  onRefuse(reason: string): void
}

/** Yes, or no with a reason; the usual reasons are at hand. */
export function Decision({ approve, refuse, templates, pending, onApprove, onRefuse }: Props) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <div className="decision">
      <Select
        aria-label={t('moderation.template')}
        placeholder={t('moderation.template')}
        value={null}
        onChange={(words: string | null) => words && setReason(words)}
        options={templates.map((words) => ({ value: words, label: words }))}
      />
      <Input.TextArea
        aria-label={t('moderation.reason')}
        placeholder={t('moderation.reason')}
        rows={2}
        maxLength={1000}
        status={missing ? 'error' : ''}
        value={reason}
        onChange={({ target }) => {
          setReason(target.value)
          setMissing(false)
        }}
      />
      {missing && (
        <p className="edit-error" role="alert">
          {t('moderation.needReason')}
        </p>
      )}
      <div className="edit-actions">
        <Button type="primary" loading={pending} onClick={() => onApprove(reason.trim())}>
          {approve}
        </Button>
        <Button
          danger
          disabled={pending}
          onClick={() => (reason.trim() === '' ? setMissing(true) : onRefuse(reason.trim()))}
        >
          {refuse}
        </Button>
      </div>
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import { saveJson } from '../account/save-json.ts'
import { wordsOfProblem } from '../account/words-of-problem.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** Taking one's data along, and erasing the account (个人信息保护法, articles 45 and 47). */
export function MyData({ onErased }: { onErased(): void }) {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  const exporting = useMutation({
    mutationFn: () => call('exportMe'),
    onSuccess: (data) => saveJson(data, 'venue-atlas-my-data.json'),
  })
  const erasing = useMutation({ mutationFn: () => call('eraseMe'), onSuccess: onErased })
  return (
    <section className="me-card">
      <h2>{t('me.data')}</h2>
      <p className="soft">{t('me.dataHint')}</p>
      {exporting.isError && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(exporting.error, t)}
        </p>
      )}
      <div className="me-actions">
        <button type="button" className="button" disabled={exporting.isPending} onClick={() => exporting.mutate()}>
          {t('me.export')}
        </button>
        <button type="button" className="button danger" onClick={() => setAsking(true)}>
          {t('me.erase')}
        </button>
      </div>
      <Modal
        open={asking}
        title={t('me.erase')}
        okText={t('me.eraseYes')}
        okButtonProps={{ danger: true }}
        cancelText={t('common.cancel')}
        confirmLoading={erasing.isPending}
        onOk={() => erasing.mutate()}
        onCancel={() => setAsking(false)}
      >
        <p>{t('me.eraseHint')}</p>
        {erasing.isError && (
          <p className="inline-problem" role="alert">
            {wordsOfProblem(erasing.error, t)}
          </p>
        )}
      </Modal>
    </section>
  )
}

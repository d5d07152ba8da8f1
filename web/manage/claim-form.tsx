import './manage.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { call, sendFile } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { usePlace } from '../client/queries.ts'
import { goTo, usePathname } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** `/manage/claim/7`: "this place is mine to keep", with words and, once sent, proof documents. */
export default function ClaimForm() {
  const { t, language } = useText()
  const client = useQueryClient()
  const id = Number(/\/manage\/claim\/(\d+)/.exec(usePathname())?.[1])
  const place = usePlace(id)
  const [wants, setWants] = useState<'join' | 'take-over'>('join')
  const [message, setMessage] = useState('')
  const [contact, setContact] = useState('')
  const [proofs, setProofs] = useState<File[]>([])
  const sending = useMutation({
    mutationFn: async () => {
      const proofFileIds: number[] = []
      for (const file of proofs) proofFileIds.push((await sendFile('uploadClaimProof', id, file)).id)
      return call('claimPlace', {
        params: { id },
        body: { wants, message: message.trim(), proofFileIds, ...(contact.trim() ? { contact: contact.trim() } : {}) },
      })
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['claims'] })
      goTo('/manage/claims')
    },
  })
  const claims = useQuery({
    queryKey: ['claims', 'mine'],
    queryFn: ({ signal }) => call('listClaims', { query: { whose: 'mine', limit: 100 }, signal }),
  })
  if (!place.data) return place.isError ? <Alert type="error" title={t('place.notFound')} /> : <Skeleton active />
  const waiting = claims.data?.items.some(
    (claim) => claim.placeId === id && ['submitted', 'notice', 'objected'].includes(claim.state),
  )
  if (waiting) return <Alert type="info" showIcon title={t('claim.waiting')} />
  const code = sending.error instanceof ApiProblem ? sending.error.code : null
  return (
    <form
      className="edit-form narrow claim-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (message.trim() !== '') sending.mutate()
      }}
    >
      <h2>{t('claim.title', { place: nameIn(language, place.data) })}</h2>
      <p className="soft">{t('claim.intro')}</p>
      <Radio.Group
        value={wants}
        onChange={({ target }) => setWants(target.value)}
        options={[
          { value: 'join', label: t('claim.wants.join') },
          { value: 'take-over', label: t('claim.wants.take-over') },
        ]}
      />
      <label htmlFor="claim-message">{t('claim.message')}</label>
      <Input.TextArea
        id="claim-message"
        rows={4}
        maxLength={2000}
        required
        value={message}
        placeholder={t('claim.messageHint')}
        onChange={({ target }) => setMessage(target.value)}
      />
      <label htmlFor="claim-contact">{t('report.contact')}</label>
      <Input
        id="claim-contact"
        maxLength={200}
        value={contact}
        placeholder={t('claim.contactHint')}
        onChange={({ target }) => setContact(target.value)}
      />
      <label htmlFor="claim-proofs">{t('claim.proofs')}</label>
      <input
        id="claim-proofs"
        type="file"
        multiple
        accept="application/pdf,image/*"
        onChange={({ target }) => setProofs([...(target.files ?? [])].slice(0, 10))}
      />
      {sending.error && (
        <Alert type="error" showIcon title={code === 'owner-already' ? t('claim.already') : sending.error.message} />
      )}
      <Button type="primary" htmlType="submit" loading={sending.isPending} disabled={message.trim() === ''}>
        {t('claim.send')}
      </Button>
    </form>
  )
}

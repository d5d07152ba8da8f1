import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { usePerson } from '../client/session.ts'
import { formatMoney } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { problemWords } from './words.ts'

const outcomes = ['paid', 'failed', 'delayed', 'twice', 'failed-after-paid'] as const

/** The till of the sandbox provider: play money, every outcome to choose from. */
export function SandboxPage({ id }: { id: string }) {
  const { language, t } = useText()
  // Brings the token that its post needs.
  const person = usePerson().data
  const { data: charge, isError } = useQuery({
    queryKey: ['sandbox-charge', id],
    queryFn: ({ signal }) => call('getSandboxCharge', { params: { id }, signal }),
  })
  const settling = useMutation({
    mutationFn: (outcome: (typeof outcomes)[number]) =>
      call('settleSandboxCharge', { params: { id }, body: { outcome } }),
    onSuccess: ({ returnPath }) => location.assign(returnPath),
  })
  return (
    <main className="booking-page sandbox">
      <h1>{t('booking.sandbox.title')}</h1>
      <p>{t('booking.sandbox.what')}</p>
      {isError && <p className="inline-problem">{t('booking.sandbox.gone')}</p>}
      {charge && (
        <>
          <p className="sandbox-amount">{formatMoney(charge.amountFen, language)}</p>
          {settling.isError && <p className="inline-problem">{problemWords(settling.error, t)}</p>}
          {outcomes.map((outcome, index) => (
            <button
              key={outcome}
              type="button"
              className={`button wide ${index === 0 ? 'primary' : ''}`}
              disabled={!person || settling.isPending || charge.state !== 'open'}
              onClick={() => settling.mutate(outcome)}
            >
              {t(`booking.sandbox.${outcome}`)}
            </button>
          ))}
          <a className="text-button" href={charge.returnPath}>
            {t('common.back')}
          </a>
        </>
      )}
    </main>
  )
}

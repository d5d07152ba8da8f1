import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../api.ts'
import { formatMoney } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { clockOf, whenOf } from './words.ts'

/** What I wait for, and what I was told. Draws nothing where there is nothing. */
export function MyWaiting() {
  const { language, t } = useText()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['booking-waitlist'],
    queryFn: ({ signal }) => call('listMyWaitlist', { signal }),
    refetchInterval: 30_000,
  })
  const leaving = useMutation({
    mutationFn: (id: number) => call('leaveWaitlist', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['booking-waitlist'] }),
  })
  if (!data?.items.length) return null
  return (
    <section>
      <h2 className="my-heading">{t('booking.waitMine')}</h2>
      <ul className="my-waiting">
        {data.items.map((entry) => (
          <li key={entry.id}>
            <span>
              <strong>{nameIn(language, { nameZh: entry.placeNameZh, nameEn: entry.placeNameEn })}</strong>
              {whenOf(entry, language)} · {nameIn(language, { nameZh: entry.courtNameZh, nameEn: entry.courtNameEn })}
              {!entry.orderId && <small className="soft">{t('booking.waiting', { ahead: entry.ahead })}</small>}
            </span>
            {entry.orderId ? (
              <a className="button primary" href={`/booking/orders/${entry.orderId}`}>
                {t('booking.waitOffered')}
              </a>
            ) : (
              <button
                type="button"
                className="button"
                onClick={() => leaving.mutate(entry.id)}
                disabled={leaving.isPending}
              >
                {t('booking.waitLeave')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

export function MyMessages() {
  const { language, t } = useText()
  const { data } = useQuery({
    queryKey: ['booking-messages'],
    queryFn: ({ signal }) => call('listMyBookingMessages', { signal }),
  })
  const newest = data?.items.find(({ read }) => !read)?.id
  useEffect(() => {
    if (newest) void call('readBookingMessages', { body: { upTo: newest } }).catch(() => {})
  }, [newest])
  if (!data?.items.length) return null
  return (
    <section>
      <h2 className="my-heading">{t('booking.messages')}</h2>
      <ul className="my-messages">
        {data.items.slice(0, 10).map((message) => (
          <li key={message.id} className={message.read ? '' : 'new'}>
            <a href={message.orderId ? `/booking/orders/${message.orderId}` : '/booking'}>
              <strong>{t(`booking.message.${message.kind}` as TextKey)}</strong>
              <span>
                {nameIn(language, { nameZh: message.placeNameZh ?? '', nameEn: message.placeNameEn })} {message.note}
                {message.refundFen ? ` · ${formatMoney(message.refundFen, language)}` : ''}
              </span>
              <time>{`${message.at.slice(5, 10)} ${clockOf(message.at)}`}</time>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

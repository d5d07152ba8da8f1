import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'
import { useCountdown } from './use-countdown.ts'
import { wordsOfProblem } from './words-of-problem.ts'

interface Props<T> {
  channel: 'phone' | 'email'
  /** Development: the message is on a page instead of in a phone. */
  shown: boolean
  /** What the code is for: signing in, or taking the number or mailbox as one’s own. */
  prove(proof: { ticket: string; code: string }): Promise<T>
  onPassed(reply: T): void
  enter: TextKey
  hint?: TextKey
}

/** Two short steps: where the code goes, then the code. Every field brings up the keyboard that fits it. */
export function CodeForm<T>({ channel, shown, prove, onPassed, enter, hint }: Props<T>) {
  const { t, language } = useText()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const wait = useCountdown()
  const sending = useMutation({
    mutationFn: () =>
      call('sendCode', {
        body: { ...(channel === 'phone' ? { phone: address } : { email: address }), language } as never,
      }),
    onSuccess: ({ againAfterSeconds }) => wait.start(againAfterSeconds),
  })
  const ticket = sending.data?.ticket
  const signing = useMutation({
    mutationFn: (typed: string) => prove({ ticket: ticket!, code: typed }),
    onSuccess: onPassed,
  })
  const problem = signing.error ?? sending.error
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ticket) signing.mutate(code)
        else sending.mutate()
      }}
    >
      <label>
        {t(`signIn.${channel}`)}
        <input
          type="text"
          inputMode={channel === 'phone' ? 'tel' : 'email'}
          autoComplete={channel === 'phone' ? 'tel' : 'email'}
          value={address}
          required
          maxLength={200}
          onChange={(event) => {
            setAddress(event.target.value)
            sending.reset()
          }}
        />
      </label>
      {ticket && (
        <label>
          {t('signIn.code')}
          <input
            type="text"
            className="code-input"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\d{6}"
            maxLength={6}
            required
            value={code}
            // biome-ignore lint/a11y/noAutofocus: the reader just asked for the code and has it at hand
            autoFocus
            onChange={(event) => {
              const digits = event.target.value.replace(/\D/g, '')
              setCode(digits)
              if (digits.length === 6 && !signing.isPending) signing.mutate(digits)
            }}
          />
        </label>
      )}
      {ticket && shown && (
        <p className="soft">
          {t('signIn.shown')} <a href="/api/dev/messages">/api/dev/messages</a>
        </p>
      )}
      {problem && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(problem, t)}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={sending.isPending || signing.isPending}>
        {t(ticket ? enter : 'signIn.sendCode')}
      </button>
      {ticket ? (
        <button
          type="button"
          className="button quiet wide"
          disabled={wait.seconds > 0}
          onClick={() => {
            setCode('')
            signing.reset()
            sending.mutate()
          }}
        >
          {wait.seconds > 0 ? t('signIn.againIn', { seconds: wait.seconds }) : t('signIn.again')}
        </button>
      ) : (
        hint && <p className="soft">{t(hint)}</p>
      )}
    </form>
  )
}

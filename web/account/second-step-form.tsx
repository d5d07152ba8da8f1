import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import type { OnPassed } from './sign-in.tsx'
import { wordsOfProblem } from './words-of-problem.ts'

export function SecondStepForm(props: { ticket: string; onPassed: OnPassed; onLeave(): void }) {
  const { t } = useText()
  const [code, setCode] = useState('')
  const passing = useMutation({
    mutationFn: () => call('signIn', { body: { secondStep: props.ticket, code: code.trim() } }),
    onSuccess: props.onPassed,
  })
  return (
    <form
      className="console-card sign-in sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        passing.mutate()
      }}
    >
      <h2>{t('signIn.secondStep')}</h2>
      <p className="soft">{t('signIn.secondStepHint')}</p>
      <label>
        {t('signIn.code')}
        <input
          type="text"
          className="code-input"
          autoComplete="one-time-code"
          value={code}
          required
          minLength={6}
          maxLength={20}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      {passing.isError && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(passing.error, t)}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={passing.isPending}>
        {t('signIn.enter')}
      </button>
      <button type="button" className="button quiet wide" onClick={props.onLeave}>
        {t('common.back')}
      </button>
    </form>
  )
}

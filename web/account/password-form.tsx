import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import type { OnPassed } from './sign-in.tsx'
import { wordsOfProblem } from './words-of-problem.ts'

export function PasswordForm({ onPassed }: { onPassed: OnPassed }) {
  const { t } = useText()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const signing = useMutation({
    mutationFn: () => call('signIn', { body: { account, password } }),
    onSuccess: onPassed,
  })
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        signing.mutate()
      }}
    >
      <label>
        {t('signIn.account')}
        <input
          value={account}
          required
          maxLength={200}
          autoComplete="username"
          autoCapitalize="none"
          onChange={(event) => setAccount(event.target.value)}
        />
      </label>
      <label>
        {t('signIn.password')}
        <input
          type="password"
          value={password}
          required
          maxLength={200}
          autoComplete="current-password"
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      {signing.isError && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(signing.error, t)}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={signing.isPending}>
        {t('signIn.enter')}
      </button>
    </form>
  )
}

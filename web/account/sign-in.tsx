import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import type { SignedIn } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'

export function SignIn({ onSignedIn }: { onSignedIn(person: SignedIn): void }) {
  const { t } = useText()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const signing = useMutation({
    mutationFn: () => call('signIn', { body: { account, password } }),
    onSuccess: (reply) => {
      if ('csrfToken' in reply) onSignedIn(reply)
    },
  })
  return (
    <form
      className="console-card sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        signing.mutate()
      }}
    >
      <h2>{t('admin.signIn')}</h2>
      <label>
        {t('admin.account')}
        <input
          value={account}
          required
          maxLength={100}
          autoComplete="username"
          onChange={(event) => setAccount(event.target.value)}
        />
      </label>
      <label>
        {t('admin.password')}
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
          {t(wordsOf(signing.error))}
        </p>
      )}
      <button type="submit" className="button primary" disabled={signing.isPending}>
        {t(signing.isPending ? 'admin.signingIn' : 'admin.signIn')}
      </button>
    </form>
  )
}

function wordsOf(error: Error): TextKey {
  if (!(error instanceof ApiProblem)) return 'admin.noAnswer'
  if (error.code === 'sign-in-off') return 'admin.off'
  if (error.status === 429) return 'admin.tooMany'
  return error.status === 401 || error.status === 403 ? 'admin.failed' : 'admin.noAnswer'
}

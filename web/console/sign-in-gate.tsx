import type { ReactNode } from 'react'
import { SignIn } from '../account/sign-in.tsx'
import { type SignedIn, usePerson, useSignedIn } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { ConsoleHead } from './console-head.tsx'

/** Shows what is behind it to whoever is signed in, and the sign-in to everybody else. */
export function SignInGate({ children }: { children(person: SignedIn): ReactNode }) {
  const { t } = useText()
  const who = usePerson()
  const signedIn = useSignedIn()
  if (who.data) return children(who.data)
  return (
    <div className="console">
      <ConsoleHead title={t('app.name')} person={null} />
      <main className="console-main" id="main">
        {who.isPending && <div className="console-card skeleton" aria-busy="true" />}
        {who.isError && (
          <div className="notice" role="alert">
            <p>{t('console.noAnswer')}</p>
            <button type="button" className="button" onClick={() => who.refetch()}>
              {t('common.retry')}
            </button>
          </div>
        )}
        {who.isSuccess && <SignIn onSignedIn={signedIn} />}
      </main>
    </div>
  )
}

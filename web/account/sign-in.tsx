import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import type { SignedIn } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { CodeForm } from './code-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SecondStepForm } from './second-step-form.tsx'

type Way = 'phone' | 'email' | 'password'

/** What each form calls when the server has let somebody in, or wants the second step. */
export type OnPassed = (reply: SignedIn | { secondStep: string }) => void

/** Sign-in for /me, /manage and /admin: by phone first, since a new number makes an account. */
export function SignIn({ onSignedIn }: { onSignedIn(person: SignedIn): void }) {
  const { t } = useText()
  const ways = useQuery({ queryKey: ['sign-in-ways'], queryFn: ({ signal }) => call('signInWays', { signal }) })
  const [chosen, setChosen] = useState<Way | null>(null)
  const [secondStep, setSecondStep] = useState(ticketOfAddress)
  const passed: OnPassed = (reply) => ('secondStep' in reply ? setSecondStep(reply.secondStep) : onSignedIn(reply))
  const offered = (['phone', 'email', 'password'] as const).filter((way) => way === 'password' || ways.data?.[way])
  const way = chosen ?? usualWay(location.pathname, offered)
  if (secondStep !== null) {
    return <SecondStepForm ticket={secondStep} onPassed={passed} onLeave={() => setSecondStep(null)} />
  }
  if (ways.isPending) return <div className="console-card skeleton" aria-busy="true" />
  return (
    <section className="console-card sign-in">
      <h2>{t('signIn.title')}</h2>
      {offered.length > 1 && (
        <div className="segments" role="radiogroup" aria-label={t('signIn.way')}>
          {offered.map((one) => (
            <label key={one} className="segment">
              <input type="radio" name="way" checked={one === way} onChange={() => setChosen(one)} />
              <span>{t(`signIn.way.${one}`)}</span>
            </label>
          ))}
        </div>
      )}
      {way === 'password' ? (
        <PasswordForm onPassed={passed} />
      ) : (
        <CodeForm
          key={way}
          channel={way}
          shown={ways.data?.shown ?? false}
          prove={(body) => call('signIn', { body })}
          onPassed={passed}
          enter="signIn.enter"
          hint="signIn.newcomer"
        />
      )}
      {ways.data?.oidc && (
        <a className="button" href={`/api/session/oidc?returnTo=${returnPlace(location.pathname)}`}>
          {ways.data.oidc}
        </a>
      )}
    </section>
  )
}

/** Staff has passwords; everybody else has a phone. */
const usualWay = (path: string, offered: readonly Way[]): Way =>
  path.startsWith('/admin') || offered.length === 1 ? 'password' : offered[0]!

const returnPlace = (path: string): string =>
  ['/me', '/manage', '/admin'].find((page) => path.startsWith(page)) ?? '/me'

/** Another site’s sign-in leads back with the ticket of the second step behind the #. */
const ticketOfAddress = (): string | null => /^#second-step=([\w-]{43})$/.exec(location.hash)?.[1] ?? null

import './me.css'
import { useEffect } from 'react'
import { type SignedIn, useSignOut } from '../client/session.ts'
import { ConsoleHead } from '../console/console-head.tsx'
import { ConsoleTheme } from '../console/console-theme.tsx'
import { SignInGate } from '../console/sign-in-gate.tsx'
import { useText } from '../i18n/use-text.tsx'
import { MyData } from './my-data.tsx'
import { MyProfile } from './my-profile.tsx'
import { MyReports } from './my-reports.tsx'
import { MySessions } from './my-sessions.tsx'
import { PersonalCode } from './personal-code.tsx'
import { SecondFactor } from './second-factor.tsx'

/** `/me`: my code first, since it is what people open this page for at a gate. */
export function MePage() {
  const { t } = useText()
  useEffect(() => {
    document.title = `${t('me.title')} · ${t('app.name')}`
  }, [t])
  return (
    <ConsoleTheme>
      <SignInGate>{(person) => <Mine person={person} />}</SignInGate>
    </ConsoleTheme>
  )
}

function Mine({ person }: { person: SignedIn }) {
  const { t } = useText()
  const signingOut = useSignOut()
  return (
    <div className="console">
      <ConsoleHead title={t('me.title')} person={person} />
      <main className="console-main me" id="main">
        {person.secondFactor === 'needed' && (
          <p className="me-warning" role="alert">
            {t('me.factorNeeded')}
          </p>
        )}
        <PersonalCode />
        <MyProfile />
        <SecondFactor state={person.secondFactor} />
        <MyReports />
        <MySessions />
        <MyData onErased={() => signingOut.mutate()} />
      </main>
    </div>
  )
}

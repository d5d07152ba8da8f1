import './console.css'
import { type SignedIn, useSignOut } from '../client/session.ts'
import { useText } from '../i18n/use-text.tsx'
import { chooseTheme, shownTheme } from '../theme.ts'
import { Icon } from '../ui/icon.tsx'

interface Props {
  title: string
  /** Null before anybody is signed in. */
  person: SignedIn | null
  /** Opens the navigation, where it is not beside the page. */
  onMenu?: (() => void) | null
}

/** Where am I, who am I, and the way out; language and light or dark for all pages of the product. */
export function ConsoleHead({ title, person, onMenu }: Props) {
  const { t, language, setLanguage } = useText()
  const signingOut = useSignOut()
  return (
    <header className="console-head">
      {onMenu && (
        <button type="button" className="icon-button" aria-label={t('console.menu')} onClick={onMenu}>
          <Icon name="menu" />
        </button>
      )}
      <h1>{title}</h1>
      <a className="console-head-link" href="/">
        {t('console.toMap')}
      </a>
      <button
        type="button"
        className="icon-button"
        aria-label={t('console.theme')}
        onClick={() => chooseTheme(shownTheme() === 'dark' ? 'light' : 'dark')}
      >
        <Icon name="contrast" />
      </button>
      <button
        type="button"
        className="icon-button words"
        aria-label={t('console.language')}
        onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {language === 'en' ? '中' : 'En'}
      </button>
      {person && (
        <>
          <a className="console-head-link console-head-person" href="/me" title={t('console.me')}>
            {person.account}
          </a>
          <button type="button" className="button quiet" onClick={() => signingOut.mutate()}>
            {t('console.signOut')}
          </button>
        </>
      )}
    </header>
  )
}

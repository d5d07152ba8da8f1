import { useQuery } from '@tanstack/react-query'
import { toDataURL } from 'qrcode'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** Renewed well before its minute is over, so that what a gate reads is always good. */
const renewMs = 45_000

/** 一码通: shown large and always dark on white, since gates read it from a screen in the sun. */
export function PersonalCode() {
  const { t } = useText()
  const code = useQuery({
    queryKey: ['personal-code'],
    queryFn: async ({ signal }) => {
      const { token } = await call('makePersonalCode', { signal })
      return { token, picture: await toDataURL(token, { errorCorrectionLevel: 'M', margin: 2, width: 480 }) }
    },
    refetchInterval: renewMs,
    refetchOnWindowFocus: true,
    staleTime: renewMs,
    gcTime: 0,
  })
  return (
    <section className="me-card me-code">
      <h2>{t('me.code')}</h2>
      {code.data ? (
        <img src={code.data.picture} width={240} height={240} alt={t('me.codeAlt')} data-token={code.data.token} />
      ) : code.isError ? (
        <div className="me-code-blank" role="alert">
          <p>{t('console.noAnswer')}</p>
          <button type="button" className="button" onClick={() => code.refetch()}>
            {t('common.retry')}
          </button>
        </div>
      ) : (
        <div className="me-code-blank skeleton" aria-busy="true" />
      )}
      <p className="soft">{t('me.codeHint')}</p>
    </section>
  )
}

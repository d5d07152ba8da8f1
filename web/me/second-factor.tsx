import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { toDataURL } from 'qrcode'
import { useState } from 'react'
import { wordsOfProblem } from '../account/words-of-problem.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** Setting up and removing the authenticator app. */
export function SecondFactor({ state }: { state: 'off' | 'on' | 'needed' }) {
  const { t } = useText()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['who-am-i'] })
  const [code, setCode] = useState('')
  const starting = useMutation({
    mutationFn: async () => {
      const { secret, address } = await call('startSecondFactor')
      return { secret, picture: await toDataURL(address, { margin: 2, width: 360 }) }
    },
  })
  const confirming = useMutation({ mutationFn: () => call('confirmSecondFactor', { body: { code } }) })
  const removing = useMutation({ mutationFn: () => call('removeSecondFactor'), onSuccess: refresh })
  const problem = starting.error ?? removing.error
  return (
    <section className="me-card">
      <h2>{t('me.factor')}</h2>
      <p className="soft">{t(state === 'on' ? 'me.factorOn' : 'me.factorOff')}</p>
      {problem && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(problem, t)}
        </p>
      )}
      {state === 'on' ? (
        <button type="button" className="button" disabled={removing.isPending} onClick={() => removing.mutate()}>
          {t('me.factorRemove')}
        </button>
      ) : (
        <button type="button" className="button" disabled={starting.isPending} onClick={() => starting.mutate()}>
          {t('me.factorStart')}
        </button>
      )}
      <Modal
        open={starting.data !== undefined}
        title={t('me.factor')}
        okText={t(confirming.data ? 'common.done' : 'me.factorConfirm')}
        cancelText={t('common.cancel')}
        confirmLoading={confirming.isPending}
        onOk={() => {
          if (!confirming.data) return confirming.mutate()
          starting.reset()
          confirming.reset()
          void refresh()
        }}
        onCancel={() => {
          starting.reset()
          confirming.reset()
          void refresh()
        }}
      >
        {confirming.data ? (
          <>
            <p>{t('me.recovery')}</p>
            <ul className="me-recovery">
              {confirming.data.recoveryCodes.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </>
        ) : (
          starting.data && (
            <div className="me-factor">
              <p>{t('me.factorScan')}</p>
              <img src={starting.data.picture} width={180} height={180} alt={t('me.factorScan')} />
              <code>{starting.data.secret}</code>
              <label>
                {t('signIn.code')}
                <input
                  type="text"
                  className="code-input"
                  inputMode="numeric"
                  maxLength={6}
                  value={code}
                  onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
                />
              </label>
              {confirming.isError && (
                <p className="inline-problem" role="alert">
                  {wordsOfProblem(confirming.error, t)}
                </p>
              )}
            </div>
          )
        )}
      </Modal>
    </section>
  )
}

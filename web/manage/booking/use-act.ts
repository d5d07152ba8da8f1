import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import { problemWords } from '../../booking/words.ts'
import { ApiProblem } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'

/** An act of the desk: one key a wish, so that a lost reply does nothing twice; says that it is done, or why not. */
export function useAct<T>(act: (idempotencyKey: string) => Promise<T>, onDone: (result: T) => void) {
  const { t } = useText()
  const { message } = App.useApp()
  const key = useRef(crypto.randomUUID())
  return useMutation({
    mutationFn: () => act(key.current),
    onSuccess: (result) => {
      key.current = crypto.randomUUID()
      void message.success(t('desk.done'))
      onDone(result)
    },
    onError: (error) => {
      // Refused is done with; what got no answer may have happened, and is asked again under the same key.
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) key.current = crypto.randomUUID()
      void message.error(t('desk.notDone', { reason: problemWords(error, t) }), 8)
    },
  })
}

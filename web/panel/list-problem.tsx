import { ApiProblem } from '../client/problem.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

/** A list that did not load: what happened, that nothing is lost, and the way on. */
export function ListProblem({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useText()
  const offline = error instanceof ApiProblem && error.code === 'offline'
  return (
    <div className="notice" role="alert">
      <Icon name={offline ? 'offline' : 'info'} size={28} />
      <p>{t(offline ? 'list.offlineFailed' : 'list.failed')}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('common.retry')}
      </button>
    </div>
  )
}

import { useSyncExternalStore } from 'react'
import { oldestStoredReply, onStoredReply } from '../client/stored-replies.ts'
import { useText } from '../i18n/use-text.tsx'
import { Icon } from '../ui/icon.tsx'

/** Says that what is shown comes from the store, and from when. */
export function StaleBanner() {
  const { language, t } = useText()
  const storedAt = useSyncExternalStore(onStoredReply, oldestStoredReply)
  const online = useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener)
      addEventListener('offline', listener)
      return () => {
        removeEventListener('online', listener)
        removeEventListener('offline', listener)
      }
    },
    () => navigator.onLine,
  )
  if (!storedAt) return null
  const today = storedAt.toDateString() === new Date().toDateString()
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    ...(today ? {} : { month: 'numeric', day: 'numeric' }),
  }).format(storedAt)
  return (
    <div className="stale-banner" role="status">
      <Icon name="offline" size={16} />
      {t(online ? 'offline.stale' : 'offline.banner', { time })}
    </div>
  )
}

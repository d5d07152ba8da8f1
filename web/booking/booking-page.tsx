import './booking.css'
import { useText } from '../i18n/use-text.tsx'
import { GridPage } from './grid-page.tsx'
import { MyBookingsPage } from './my-bookings.tsx'
import { OrderPage } from './order-page.tsx'
import { SandboxPage } from './sandbox-page.tsx'

const idOf = (pattern: RegExp): string | undefined => pattern.exec(location.pathname)?.[1]
const uuid = '([0-9a-f-]{36})'

/** `/booking`: own bookings, the grid of a place, an order, and the sandbox's till. */
export function BookingPage() {
  const { t } = useText()
  document.title = `${t('booking.title')} · ${t('app.name')}`
  const place = idOf(/^\/booking\/places\/([1-9]\d{0,15})$/)
  const order = idOf(new RegExp(`^/booking/orders/${uuid}$`))
  const charge = idOf(new RegExp(`^/booking/sandbox/${uuid}$`))
  if (place) return <GridPage placeId={Number(place)} />
  if (order) return <OrderPage id={order} />
  if (charge) return <SandboxPage id={charge} />
  return <MyBookingsPage />
}

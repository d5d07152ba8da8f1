import type { ReactNode } from 'react'
import { goTo } from './console-address.ts'

/** A link within the console: a real one (it opens in a new tab), but without loading the page anew. */
export function ConsoleLink({ to, children, current }: { to: string; children: ReactNode; current?: boolean }) {
  return (
    <a
      href={to}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        goTo(to)
      }}
    >
      {children}
    </a>
  )
}

import type { ReactNode } from 'react'

interface Props {
  id: string
  label: string
  unit?: string | undefined
  hint?: string | undefined
  error?: string | undefined
  /** Doubts that do not stop it. */
  warnings?: readonly string[]
  changed?: boolean
  wide?: boolean
  children: ReactNode
}

/** A labelled control with what is wrong or doubtful about it right below. The control carries the same `id`. */
export function Field({ id, label, unit, hint, error, warnings = [], changed, wide, children }: Props) {
  return (
    <div className={`edit-field${wide ? ' wide' : ''}${changed ? ' changed' : ''}`}>
      <label htmlFor={id}>
        {label}
        {unit && <span className="soft"> {unit}</span>}
      </label>
      {children}
      {hint && <p className="soft edit-hint">{hint}</p>}
      {error && (
        <p className="edit-error" role="alert">
          {error}
        </p>
      )}
      {warnings.map((words) => (
        <p key={words} className="edit-warning">
          {words}
        </p>
      ))}
    </div>
  )
}

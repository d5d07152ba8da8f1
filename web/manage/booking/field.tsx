import { type ReactNode, useId } from 'react'

/** A word above a control of the component library; `children` puts the id on it. */
export function Field({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId()
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

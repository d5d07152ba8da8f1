import type { ReactNode } from 'react'

/** A word above an input. */
export const FloorField = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the input is handed in
  <label className="floors-field">
    <span>{label}</span>
    {children}
  </label>
)

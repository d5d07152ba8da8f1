interface Props {
  label: string
  value: string | null
  options: readonly { value: string; label: string }[]
  /** Words for null; without them there is always a value. */
  none?: string
  onChange(value: string | null): void
}

/** A labelled choice; the browser's own, which phones show best. */
export function Choice({ label, value, options, none, onChange }: Props) {
  return (
    <label className="import-line">
      <span>{label}</span>
      <select
        className="import-select"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

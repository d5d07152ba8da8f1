/** A value of a STEP line: number (a real), text, reference, list, or one of the kinds below. `null` is $. */
export type StepValue = number | string | boolean | null | StepRef | StepWord | readonly StepValue[]

export interface StepRef {
  ref: number
}

/** Written as it stands: `.ELEMENT.`, `*`, integers, `IFCLABEL('…')`. */
export interface StepWord {
  word: string
}

export interface StepWriter {
  add(type: string, ...values: StepValue[]): StepRef
  /** The whole file; `unterminated` leaves its last line out, as a cut-off download does. */
  text(header: { schema: string; name: string; unterminated?: boolean }): string
}

export const word = (text: string): StepWord => ({ word: text })
export const integer = (value: number): StepWord => ({ word: String(Math.round(value)) })
/** `IFCLABEL('…')`, `IFCAREAMEASURE(12.)`. */
export const typed = (type: string, value: StepValue): StepWord => ({ word: `${type}(${textOf(value)})` })

/** Writes an IFC file line by line (ISO 10303-21). */
export function createStepWriter(): StepWriter {
  const lines: string[] = []
  return {
    add(type, ...values) {
      lines.push(`#${lines.length + 1}=${type}(${values.map(textOf).join(',')});`)
      return { ref: lines.length }
    },
    text({ schema, name, unterminated = false }) {
      return [
        'ISO-10303-21;',
        'HEADER;',
        "FILE_DESCRIPTION(('ViewDefinition [ReferenceView]'),'2;1');",
        `FILE_NAME(${textOf(name)},'2026-01-01T00:00:00',(''),(''),'','Venue Atlas demo generator','');`,
        `FILE_SCHEMA(('${schema}'));`,
        'ENDSEC;',
        'DATA;',
        ...lines,
        'ENDSEC;',
        ...(unterminated ? [] : ['END-ISO-10303-21;', '']),
      ].join('\n')
    },
  }
}

function textOf(value: StepValue): string {
  if (value === null) return '$'
  if (typeof value === 'number') return realOf(value)
  if (typeof value === 'string') return `'${encodeText(value)}'`
  if (typeof value === 'boolean') return value ? '.T.' : '.F.'
  if ('word' in value) return value.word
  if ('ref' in value) return `#${value.ref}`
  return `(${value.map(textOf).join(',')})`
}

function realOf(value: number): string {
  const text = String(Number(value.toFixed(7)))
  if (/e/.test(text)) return text.toUpperCase().replace('E', '.E')
  return text.includes('.') ? text : `${text}.`
}

/** Beyond ASCII as UTF-16 in hexadecimal between `\X2\` and `\X0\`; quotes and backslashes are doubled. */
export function encodeText(text: string): string {
  return text
    .replace(/['\\]/g, '$&$&')
    .replace(
      /[^\x20-\x7e]+/g,
      (run) => `\\X2\\${[...Array(run.length).keys()].map((at) => hex(run.charCodeAt(at))).join('')}\\X0\\`,
    )
}

const hex = (unit: number) => unit.toString(16).toUpperCase().padStart(4, '0')

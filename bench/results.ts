import { cpus, totalmem } from 'node:os'
import type { Row } from './context.ts'

/** How results read: a table for the terminal, and `bench/RESULTS.md` in which each bench keeps its latest run. */

export interface Recorded {
  bench: string
  rows: readonly Row[]
}

export interface Machine {
  processor: string
  cores: number
  memoryGib: number
  node: string
}

export const thisMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
})

const verdict = ({ met }: Row): string => (met === null ? '' : met ? '✓' : '✗')

export function asText(rows: readonly Row[]): string {
  const cells = rows.map((row) => [verdict(row), row.group, row.what, figure(row), row.goal, row.note])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...cells.map((row) => row[column]!.length)))
  return cells
    .map((row) =>
      row
        .map((cell, column) => (column === 3 ? cell.padStart(widths[3]!) : cell.padEnd(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

/** `committed` with the sections of the benches that ran made anew and the others as they were. */
export function withResults(committed: string, recorded: readonly Recorded[], machine: Machine, day: string): string {
  const sections = new Map(sectionsOf(committed))
  for (const { bench, rows } of recorded) sections.set(bench, section(bench, rows, machine, day))
  const sorted = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  return `${head}\n${sorted.join('\n')}`
}

const head = `# Results

Written by \`npm run bench\`; not by hand. Each bench says when and on what it ran. Machines are noisy: figures that are compared were taken in
interleaved rounds of one run, and ratios say more than rates. ✓ and ✗ judge the goal of the issue that asked for the figure.
`

function section(bench: string, rows: readonly Row[], machine: Machine, day: string): string {
  const { processor, cores, memoryGib, node } = machine
  const lines = rows.map((row) =>
    [row.group, row.what, figure(row), row.goal, verdict(row), row.note]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | '),
  )
  return `<!-- bench:${bench} -->
## ${bench}

${day}, ${cores} × ${processor}, ${memoryGib} GiB, Node ${node}

| group | what | value | goal | | note |
|---|---|---|---|---|---|
${lines.map((line) => `| ${line} |`).join('\n')}
`
}

function sectionsOf(text: string): [string, string][] {
  const parts = text.split(/^<!-- bench:([\w-]+) -->\n/m).slice(1)
  return parts.flatMap((part, index) =>
    index % 2 === 0 ? [[part, `<!-- bench:${part} -->\n${parts[index + 1]!.trimEnd()}\n`] as [string, string]] : [],
  )
}

function figure({ value, unit }: Row): string {
  if (value === null) return 'not measured'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })}${unit ? ` ${unit}` : ''}`
}

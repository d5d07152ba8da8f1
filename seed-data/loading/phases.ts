/** What a load tells while it runs and reports at its end. */

export type LoadPhase = 'copy' | 'indexes' | 'regions' | 'revisions' | 'search' | 'statistics'

export interface LoadProgress {
  phase: LoadPhase
  /** Rows done in this phase so far. */
  rows: number
  /** Since the phase began. */
  seconds: number
  finished: boolean
}

export interface LoadReport {
  places: number
  seconds: number
  phases: { phase: LoadPhase; seconds: number; rows: number }[]
  /** Counties given by the generator that were compared with the boundaries, and how many of them were wrong. */
  regionsChecked: number
  regionsCorrected: number
}

/** Runs a phase, tells its progress and keeps its figures. */
export function createPhases(report: LoadReport, onProgress: (progress: LoadProgress) => void) {
  return async (phase: LoadPhase, work: (count: (rows: number) => void) => Promise<number>): Promise<number> => {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    let counted = 0
    const rows = await work((more) => {
      counted += more
      onProgress({ phase, rows: counted, seconds: seconds(), finished: false })
    })
    report.phases.push({ phase, seconds: seconds(), rows })
    onProgress({ phase, rows, seconds: seconds(), finished: true })
    return rows
  }
}

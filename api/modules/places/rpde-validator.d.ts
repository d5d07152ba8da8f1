/** What the tests use of it; the package has no types. */
declare module '@openactive/rpde-validator' {
  interface Page {
    url: string
    errors: { type: string; severity: string; message: string }[]
  }
  export function RpdeValidator(
    url: string,
    options: { pageLimit?: number; requestDelayMs?: number },
  ): Promise<{ pages: Page[] }>
}

export function pagesAreFresh(folder: string): boolean
export function buildPages(folder: string): { done: Promise<void>; stop(): void }

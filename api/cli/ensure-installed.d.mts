export function ensureNode(version?: string): void
export function ensureInstalled(folder: string, log?: (words: string) => void): boolean
export function whyInstall(folder: string): string | null

const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]
const browsers: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
]

/** `Chrome · Android` from a User-Agent: enough to know one's own device again. */
export function deviceWords(agent: string | null): string | null {
  const found = [browsers, systems].flatMap((list) => list.find(([pattern]) => pattern.test(agent ?? ''))?.[1] ?? [])
  return found.length > 0 ? found.join(' · ') : null
}

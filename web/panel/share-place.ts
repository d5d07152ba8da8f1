/**
 * Hands a link to the system's sharing, else copies it.
 * @returns what was done; 'dismissed' when the reader closed the system's sheet
 */
export async function sharePlace(title: string, url: string): Promise<'shared' | 'copied' | 'dismissed'> {
  if (typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches) {
    try {
      await navigator.share({ title, url })
      return 'shared'
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'dismissed'
    }
  }
  await copyText(url)
  return 'copied'
}

/** The clipboard is there on secure origins only; elsewhere the old way through a selected field still works. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return
  }
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

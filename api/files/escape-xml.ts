/** XML 1.0 knows no control characters but tab and line ends. */
export const escapeXml = (text: string): string =>
  text.replaceAll(
    /[&<>"']|(?![\t\n\r])\p{Cc}|\p{Cs}/gu,
    (found) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[found] ?? '',
  )

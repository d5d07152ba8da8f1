import type { FileRecord } from '../../api/contract/files.ts'

interface Props {
  pictures: FileRecord['pictures']
  alt: string
  /** As of the attribute: how wide it is shown. */
  sizes: string
  className?: string
  onError?: () => void
}

const order = ['image/avif', 'image/webp', 'image/jpeg']

/** A photo or first page in the size and format that suits the screen; nothing jumps when it comes. */
export function Picture({ pictures, alt, sizes, className, onError }: Props) {
  const setOf = (type: string) =>
    pictures
      .filter((picture) => picture.type === type)
      .map(({ url, width }) => `${url} ${width}w`)
      .join(', ')
  const jpegs = pictures.filter(({ type }) => type === 'image/jpeg')
  const fallback = jpegs.at(-1)
  if (!fallback) return null
  return (
    <picture className={className}>
      {order
        .slice(0, 2)
        .map((type) => setOf(type) && <source key={type} type={type} srcSet={setOf(type)} sizes={sizes} />)}
      <img
        src={jpegs[Math.min(1, jpegs.length - 1)]!.url}
        srcSet={setOf('image/jpeg')}
        sizes={sizes}
        alt={alt}
        width={fallback.width}
        height={fallback.height}
        loading="lazy"
        decoding="async"
        onError={onError}
      />
    </picture>
  )
}

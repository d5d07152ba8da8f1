import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** Photos of a report or proofs of a claim, each a link to the file itself. */
export function Attached({ of }: { of: { claimId: number } | { reportId: number } }) {
  const { t } = useText()
  const files = useQuery({
    queryKey: ['attached', of],
    queryFn: ({ signal }) =>
      'claimId' in of
        ? call('claimProofs', { params: { id: of.claimId }, signal })
        : call('reportPhotos', { params: { id: of.reportId }, signal }),
    staleTime: 300_000,
  })
  if (!files.data || files.data.items.length === 0) return null
  return (
    <ul className="attached">
      {files.data.items.map(({ id, name, url, pictures }) => (
        <li key={id}>
          <a href={url ?? '#'} target="_blank" rel="noreferrer">
            {pictures[0] ? <img src={pictures[0].url} alt={name} height={72} /> : t('attached.one', { name })}
          </a>
        </li>
      ))}
    </ul>
  )
}

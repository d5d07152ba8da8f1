import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, keepCsrfToken, type ReplyOf } from '../api.ts'

/** Who is signed in, for every page that asks. */

export type SignedIn = NonNullable<ReplyOf<'whoAmI'>['person']>

const personKey = ['who-am-i']

export const usePerson = () =>
  useQuery({
    queryKey: personKey,
    queryFn: async ({ signal }) => {
      const { person } = await call('whoAmI', { signal })
      keepCsrfToken(person?.csrfToken ?? null)
      return person
    },
    // A session ends by somebody else's hand too: a page left open learns of it when it is looked at again.
    refetchOnWindowFocus: true,
    staleTime: 60_000,
  })

/** Called with the reply of a sign-in: from now on the page is theirs. */
export function useSignedIn(): (person: SignedIn) => void {
  const client = useQueryClient()
  return (person) => {
    keepCsrfToken(person.csrfToken)
    client.setQueryData(personKey, person)
  }
}

/** Forgets everything the page knows of the person, whether or not the server heard of it. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call('signOut'),
    onSettled: () => {
      keepCsrfToken(null)
      client.clear()
      client.setQueryData(personKey, null)
    },
  })
}

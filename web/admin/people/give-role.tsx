import { useMutation, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { type GrantedRole, grantedRoles, mayGive } from '../../../api/contract/access.ts'
import { roleWords } from '../../account/role-words.ts'
import { wordsOfProblem } from '../../account/words-of-problem.ts'
import { call, type ReplyOf } from '../../api.ts'
import { useRegions } from '../../client/queries.ts'
import { usePerson } from '../../client/session.ts'
import { nameIn } from '../../i18n/language.ts'
import { useText } from '../../i18n/use-text.tsx'
import { useDebounced } from '../../ui/use-debounced.ts'

const ofPlaces: readonly GrantedRole[] = ['owner', 'gate']
const ofRegions: readonly GrantedRole[] = ['planner', 'operator', 'administrator']

/** Gives a role; only what the asker may give is offered, by the same rule as the server's. */
export function GiveRole({ personId, onGiven }: { personId: string; onGiven(detail: ReplyOf<'getPerson'>): void }) {
  const { t, language } = useText()
  const grants = usePerson().data?.grants ?? []
  const regions = useRegions()
  const [role, setRole] = useState<GrantedRole>()
  const [placeId, setPlaceId] = useState<number | null>(null)
  const [regionCode, setRegionCode] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const q = useDebounced(words.trim(), 300)
  const places = useQuery({
    queryKey: ['places-for-role', q],
    queryFn: ({ signal }) => call('searchPlaces', { query: { q, limit: 20 }, signal }),
    enabled: q !== '',
  })
  const giving = useMutation({
    mutationFn: () => call('giveRole', { params: { id: personId }, body: { role: role!, placeId, regionCode } }),
    onSuccess: (detail) => {
      onGiven(detail)
      setRole(undefined)
      setPlaceId(null)
      setRegionCode(null)
    },
  })
  const somewhere = (one: GrantedRole) =>
    grants.some(({ placeId: place, regionCode: region }) =>
      mayGive(grants, one, { placeId: place, regionCode: region }),
    )
  const offered = grantedRoles.filter(somewhere)
  if (offered.length === 0) return null
  return (
    <form
      className="give-role"
      onSubmit={(event) => {
        event.preventDefault()
        giving.mutate()
      }}
    >
      <h3>{t('people.give')}</h3>
      <Select
        aria-label={t('people.role')}
        placeholder={t('people.role')}
        value={role}
        onChange={setRole}
        options={offered.map((value) => ({ value, label: roleWords(t, value) }))}
      />
      {role && !ofRegions.includes(role) && (
        <Select
          showSearch={{ filterOption: false, onSearch: setWords }}
          allowClear
          aria-label={t('people.place')}
          placeholder={t('people.place')}
          value={placeId ?? undefined}
          onChange={(value: number | undefined) => setPlaceId(value ?? null)}
          notFoundContent={q === '' ? t('people.placeHint') : t('people.placeNone')}
          options={(places.data?.items ?? []).map((place) => ({ value: place.id, label: nameIn(language, place) }))}
        />
      )}
      {role && !ofPlaces.includes(role) && placeId === null && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          aria-label={t('people.region')}
          placeholder={t('people.region')}
          value={regionCode ?? undefined}
          onChange={(value: string | undefined) => setRegionCode(value ?? null)}
          options={(regions.data ?? []).map((region) => ({ value: region.code, label: nameIn(language, region) }))}
        />
      )}
      {giving.isError && (
        <p className="inline-problem" role="alert">
          {wordsOfProblem(giving.error, t)}
        </p>
      )}
      <button type="submit" className="button primary" disabled={!role || giving.isPending}>
        {t('people.give')}
      </button>
    </form>
  )
}

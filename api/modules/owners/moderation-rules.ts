import type { ruleKeys } from '../../contract/owners.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { requireAccess } from '../../http/auth.ts'
import { type Acting, deciders } from './context.ts'

export interface ModerationRule {
  regionCode: string | null
  key: (typeof ruleKeys)[number]
  value: number
}

export const listRules = ({ database }: Pick<Acting, 'database'>) =>
  database.rows<ModerationRule>(database.primary, {
    name: 'moderation-rules',
    text: `
      select region_code as "regionCode", key, value
      from moderation_rule
      order by key, region_code nulls first`,
    values: [],
  })

/** @throws 403 role-missing outside one's regions, 422 rule-needs-default when the default itself is taken away. */
export async function setRuleBy(
  { regionCode, key, value }: Omit<ModerationRule, 'value'> & { value: number | null },
  acting: Acting,
): Promise<void> {
  const { database, person } = acting
  requireAccess(person, deciders, { regionCode })
  if (regionCode === null && value === null)
    throw errors.invalid('rule-needs-default', `«${key}» needs a default; set a value instead of taking it away.`)
  await database.primary.transaction(async (trx) => {
    await database.rows(trx, {
      name: value === null ? 'moderation-rule-drop' : 'moderation-rule-set',
      text:
        value === null
          ? 'delete from moderation_rule where region_code is not distinct from $1::char(6) and key = $2::text and $3::integer is null'
          : `
            insert into moderation_rule (region_code, key, value)
            values ($1::char(6), $2::text, $3::integer)
            on conflict on constraint moderation_rule_once do update set value = excluded.value, changed_at = now()`,
      values: [regionCode, key, value],
    })
    await audit(trx, acting, {
      act: 'moderation-rule.set',
      target: { kind: 'rule', id: key },
      regionCode,
      after: { value },
    })
  })
}

import { fieldsSql, writtenColumns } from '../record.ts'

/** Statements that write a batch of an import; each keeps the rules of a single write: whole record, revision, change rows by trigger. */

const names = Object.keys(writtenColumns)
const values = Object.values(writtenColumns)
const shapesSql = (shape: string) => `
    case when st_ndims(${shape}) > 2 then st_asgeojson(st_force2d(${shape}), 7)::jsonb else st_asgeojson(${shape}, 7)::jsonb end as flat,
    case when st_ndims(${shape}) > 2 and geometrytype(${shape}) in ('LINESTRING', 'MULTILINESTRING')
      then st_asgeojson(st_multi(${shape}), 7)::jsonb end as track`

const wanted = `i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer and i.applied_version is null`

/** $1 import, $2 after number, $3 to number, $4 defaults of a record. */
export const insertNew = `
  with input as materialized (
    select i.number, i.source_ref, $4::jsonb || i.record as r, i.name_pinyin as pinyin, i.name_initials as initials, shaped.*
    from import_row i
    cross join lateral (select st_setsrid(st_geomfromgeojson(i.record -> 'geometry'), 4326) as shape offset 0) as read
    cross join lateral (select ${shapesSql('read.shape')} offset 0) as shaped
    where ${wanted} and (i.outcome = 'new' or (i.outcome = 'duplicate' and i.decision = 'new'))
  ), written as (
    insert into place (${names.join(', ')}, source_ref)
    select ${values.join(', ')}, input.source_ref
    from input
    on conflict (source, source_ref) do nothing
    returning id, source_ref, version
  )
  update import_row i
  set place_id = w.id, applied_version = w.version
  from written w
  where i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer and i.source_ref = w.source_ref and i.applied_version is null`

/** Records of changed places as they will be: the row locked, what it was kept as a revision, if there is none yet. */
const targets = `
  target as materialized (
    select i.number, i.place_id, i.record as patch, p.version, p.name_zh, p.aliases, p.name_pinyin, p.name_initials, p.source as old_source,
           p.updated_at, ${fieldsSql} as old
    from import_row i
    join place p on p.id = i.place_id
    where ${wanted} and (i.outcome = 'changed' or (i.outcome = 'duplicate' and i.decision = 'same'))
      and p.version = i.place_version
    for update of p
  ), baseline as (
    insert into place_revision (place_id, version, changed_at, changed_by, record)
    select place_id, version, updated_at, old_source, old from target
    on conflict (place_id, version) do nothing
  )`

const setColumns = Object.entries(writtenColumns)
  .map(([column, sql]) => `${column} = ${sql}`)
  .join(', ')

/** Keys are made anew by the program (chore search-keys) where names change. */
const updateFrom = (number: string) => `, input as materialized (
    select m.number, m.place_id, m.r, shaped.*,
           case when (m.r ->> 'nameZh', m.r -> 'aliases') is distinct from (m.name_zh, to_jsonb(m.aliases)) then '' else m.name_pinyin end as pinyin,
           case when (m.r ->> 'nameZh', m.r -> 'aliases') is distinct from (m.name_zh, to_jsonb(m.aliases)) then '' else m.name_initials end as initials
    from merged m
    cross join lateral (select st_setsrid(st_geomfromgeojson(m.r -> 'geometry'), 4326) as shape offset 0) as read
    cross join lateral (select ${shapesSql('read.shape')} offset 0) as shaped
  ), written as (
    update place p
    set version = p.version + 1, ${setColumns}
    from input
    where p.id = input.place_id
    returning p.id, p.version, input.number
  )
  update import_row i
  set ${number} = w.version
  from written w
  where i.import_id = $1::bigint and i.number = w.number`

export const updateChanged = `
  with ${targets}, merged as materialized (
    select t.*, t.old || (t.patch - 'source')
             || case when t.patch ? 'attributes' then jsonb_build_object('attributes', t.old -> 'attributes' || (t.patch -> 'attributes')) else '{}' end as r
    from target t
  )${updateFrom('applied_version')}`

/** What was said to be the same place is known by this reference from now on. $4 source. */
export const keepReferences = `
  insert into place_reference (source, source_ref, place_id)
  select $4::text, i.source_ref, i.place_id
  from import_row i
  join place p on p.id = i.place_id
  where i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer
    and i.applied_version is not null and i.outcome = 'duplicate' and i.decision = 'same' and i.source_ref is not null
    and (p.source, p.source_ref) is distinct from ($4::text, i.source_ref)
  on conflict (source, source_ref) do update set place_id = excluded.place_id`

/** Revisions of what this batch wrote. $4 who, $5 why. */
export const keepRevisions = (number: 'applied_version' | 'undone_version') => `
  insert into place_revision (place_id, version, changed_by, reason, record)
  select p.id, p.version, $4::text, $5::text, ${fieldsSql}
  from import_row i
  join place p on p.id = i.place_id and p.version = i.${number}
  where i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer
  on conflict (place_id, version) do nothing`

/** Places of this import that nobody has changed since: new ones end as closed, the others get back the record they had. $4 note. */
export const undoApplied = `
  with merged as materialized (
    select i.number, i.place_id, p.name_zh, p.aliases, p.name_pinyin, p.name_initials,
           case when former.record is not null then former.record
                else ${fieldsSql} || jsonb_build_object('status', 'closed', 'statusNote', $4::text) end as r
    from import_row i
    join place p on p.id = i.place_id and p.version = i.applied_version
    left join place_revision former on former.place_id = i.place_id and former.version = i.place_version
      and (i.outcome = 'changed' or i.decision = 'same')
    where i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer
      and i.applied_version is not null and i.undone_version is null
    for update of p
  )${updateFrom('undone_version')}`

export const forgetReferences = `
  delete from place_reference r
  using import_row i
  where i.import_id = $1::bigint and i.number > $2::integer and i.number <= $3::integer and i.undone_version is not null
    and i.decision = 'same' and r.place_id = i.place_id and r.source_ref = i.source_ref and r.source = $4::text`

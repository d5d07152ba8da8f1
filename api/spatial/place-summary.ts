/**
 * The row of a list or ranking (`placeSummary` of the contract) as JSON made by the database: nothing is left for the program to
 * map. Search and nearest ranking share it.
 */

export interface SummaryInput {
  /** Alias of table `place`. */
  place: string
  /** Alias of the one row of `clockSql`, joined beside it. */
  clock: string
  /** SQL of the distance in metres, or `null`. */
  distance: string
}

/**
 * The moment meant by `openNow`, prepared once a statement: make it a materialized step (`clock as materialized (…)`) and cross join it.
 * @param at SQL of the moment, for example `$3`
 */
export const clockSql = (at: string): string =>
  `select ${at}::timestamptz as at, open_clock(${at}::timestamptz) as minutes, open_clock_days(${at}::timestamptz) as days`

/**
 * A lateral step named `summary` for a from clause that has table `place` and the clock; `row_to_json(summary)` is then the row's
 * JSON. As a step and not as a subquery of the select list, which the database would set up anew for each statement (0.2 ms).
 */
export function placeSummarySql({ place: p, clock, distance }: SummaryInput): string {
  return `cross join lateral (select
    ${columnsSql(p, distance)},
    ${openNowSql(p, clock)} as "openNow",
    ${closesAtSql(p, clock)} as "closesAt") as summary`
}

/** The same without `openNow` and `closesAt`, which open-states.ts answers once for all places of the same hours. */
export const summaryWithoutHoursSql = ({ place: p, distance }: Omit<SummaryInput, 'clock'>): string =>
  `cross join lateral (select ${columnsSql(p, distance)}) as summary`

function columnsSql(p: string, distance: string): string {
  return `${p}.id,
    ${p}.type_code as "type",
    (select t.category from place_type t where t.code = ${p}.type_code) as "category",
    ${p}.name_zh as "nameZh",
    ${p}.name_en as "nameEn",
    ${p}.address_zh as "addressZh",
    ${p}.address_en as "addressEn",
    ${p}.region_code as "regionCode",
    json_build_array(st_x(${p}.location), st_y(${p}.location)) as "location",
    ${p}.sports,
    ${p}.status,
    ${p}.fee,
    ${p}.price_fen as "priceFen",
    ${p}.rating,
    ${p}.rating_count as "ratingCount",
    ${p}.length_m as "lengthM",
    ${p}.area_m2 as "areaM2",
    ${p}.photos -> 0 as "photo",
    ${p}.is_demo as "isDemo",
    ${distance}::float8 as "distanceMetres"`
}

/** True, false, or null where the hours are not known; a place that is not in operation is not open. */
export function openNowSql(p: string, clock: string): string {
  const minutes = `${clock}.minutes`
  const start = (first: number) =>
    `case when ${minutes}[${first}] = 20160 and not ${p}.open_days @> 23040 then ${minutes}[${first + 1}] else ${minutes}[${first}] end`
  return `case
    when ${p}.status <> 'open' then false
    when ${p}.open_days is null then null
    when ${p}.exception_days && ${clock}.days then is_open(${p}.hours, ${clock}.at)
    else ${p}.open_days @> ${start(3)} + ${minutes}[7] or ${p}.open_days @> ${start(1)} + 1440 + ${minutes}[7] end`
}

/** When that changes next, within 24 hours; ISO 8601 with Shanghai's offset. */
export function closesAtSql(p: string, clock: string): string {
  return `case
    when ${p}.status <> 'open' or ${p}.open_days is null then null
    when ${p}.exception_days && ${clock}.days then open_change(${p}.hours, ${clock}.at)
    else open_change_by_days(${p}.open_days, ${clock}.minutes, ${clock}.at) end`
}

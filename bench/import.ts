import { chunkBytes, mapping } from '../api/contract/imports.ts'
import { openDatabase } from '../api/db/open.ts'
import { applyImport } from '../api/modules/places/import/apply-import.ts'
import { checkImport } from '../api/modules/places/import/check-import.ts'
import { type Bench, row } from './context.ts'
import { loadNational } from './create-context.ts'

/**
 * Import of a table of places with all checks (dry run and apply, revisions, duplicates, search rows), against plain COPY of the same
 * rows into the same table with its indexes and triggers.
 */
export const run: Bench = async ({ createDatabase, seed, quick, log }) => {
  const rows = quick ? 5_000 : 100_000
  const databaseUrl = await createDatabase('import')
  await loadNational(databaseUrl, quick ? 2_000 : 100_000, seed)
  const database = await openDatabase({ databaseUrl, poolSize: 4, statementTimeoutMs: 0 })
  try {
    const places = Array.from({ length: rows }, (_, index) => ({
      ref: `bench-${index}`,
      name: `新建健身点${index}号`,
      lon: 102 + (index % 1_000) * 0.005,
      lat: 28 + Math.floor(index / 1_000) * 0.03,
    }))
    const csv = Buffer.from(
      `编号,名称,类型,经度,纬度\n${places.map(({ ref, name, lon, lat }) => `${ref},${name},健身路径,${lon},${lat}`).join('\n')}\n`,
    )
    const { rows: made } = await database.primary.raw(`insert into app.person (name) values ('bench') returning id`)
    const given = mapping.parse({
      source: 'bench',
      ref: '编号',
      fields: { nameZh: { column: '名称' }, type: { constant: 'fitness-path' } },
      geometry: { kind: 'columns', x: '经度', y: '纬度' },
    })
    const { rows: stored } = await database.primary.raw(
      `insert into app.import (person_id, account, name, size_bytes, state, mapping, scope)
       values (?, 'bench', 'bench.csv', ?, 'checking', ?::jsonb, '{"everywhere":true,"regions":[],"places":[]}'::jsonb) returning id`,
      [made[0].id, csv.length, JSON.stringify(given)],
    )
    const id = Number(stored[0].id)
    for (let number = 0; number * chunkBytes < csv.length; number++) {
      await database.primary.raw('insert into app.import_chunk (import_id, number, bytes) values (?, ?, ?)', [
        id,
        number,
        csv.subarray(number * chunkBytes, (number + 1) * chunkBytes),
      ])
    }
    const { signal } = new AbortController()
    const checkSeconds = await seconds(() => checkImport(database, id, signal))
    // What looks like its neighbour is said to be new, so that every row is written.
    await database.primary.raw(
      `update app.import_row set decision = 'new' where import_id = ? and outcome = 'duplicate'`,
      [id],
    )
    await database.primary.raw(`update app.import set state = 'applying', done_rows = 0 where id = ?`, [id])
    const applySeconds = await seconds(() => applyImport(database, id, signal))
    const copySeconds = await seconds(() =>
      database.primary.transaction(async (trx) => {
        const lines = places.map(
          ({ ref, name, lon, lat }) => `fitness-path\t${name}\tSRID=4326;POINT(${lon} ${lat})\tcopy\t${ref}\t-\t-`,
        )
        await database.copyFrom(
          trx,
          'copy app.place (type_code, name_zh, geom, source, source_ref, name_pinyin, name_initials) from stdin',
          lines,
        )
      }),
    )
    const { rows: counted } = await database.primary.raw(
      `select count(*)::integer as count from app.place where source = 'bench'`,
    )
    if (counted[0].count !== rows) throw new Error(`${counted[0].count} of ${rows} places were written`)
    log(
      `import: check ${checkSeconds.toFixed(1)} s, apply ${applySeconds.toFixed(1)} s, copy ${copySeconds.toFixed(1)} s`,
    )
    const note = `${rows.toLocaleString('en')} rows; check ${checkSeconds.toFixed(1)} s, apply ${applySeconds.toFixed(1)} s, COPY into the same table ${copySeconds.toFixed(1)} s`
    return [
      row(
        'import',
        'rows/s of plain COPY, all checks',
        'ratio',
        copySeconds / (checkSeconds + applySeconds),
        '≥ 0.25',
        note,
      ),
      row('import', 'check and apply', 'rows/s', rows / (checkSeconds + applySeconds), '', ''),
    ]
  } finally {
    await database.close()
  }
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await act()
  return (performance.now() - from) / 1000
}

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/**
 * Milliseconds from the commit of a change, made over SQL by another process, until a request is answered with the new tile; one
 * figure a change, ascending. The client asks again as soon as it was told that nothing changed.
 */
export async function changeLatencies(databaseUrl: string, url: string, changes: number): Promise<number[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const latencies: number[] = []
  try {
    for (let change = 0; change < changes; change++) {
      const id = 100_001 + 37 * change
      const {
        rows: [place],
      } = await client.query<{ x: number; y: number }>(
        `select floor((st_x(geom) / 360 + 0.5) * 2 ^ 14)::int as x,
                floor((0.5 - ln((1 + sin(radians(st_y(geom)))) / (1 - sin(radians(st_y(geom))))) / (4 * pi())) * 2 ^ 14)::int as y
         from app.bench_point where id = $1`,
        [id],
      )
      const tile = `${url}/tiles/bench-points/14/${place!.x}/${place!.y}.mvt`
      const before = (await fetch(tile)).headers.get('etag')!
      await client.query(
        `with changed as (update app.bench_point set name = name || '，新' where id = $1 returning id),
              noted as (insert into app.layer_change (layer, feature_id) select 'bench-points', id from changed)
         select pg_notify('layer_change', 'bench-points')`,
        [id],
      )
      const committed = performance.now()
      for (;;) {
        const answer = await fetch(tile, { headers: { 'if-none-match': before } })
        await answer.arrayBuffer()
        if (answer.status === 200) break
        if (performance.now() - committed > 10_000) throw new Error(`change of point ${id} is in no tile after 10 s`)
        await pause(1)
      }
      latencies.push(performance.now() - committed)
    }
  } finally {
    await client.end()
  }
  return latencies.sort((a, b) => a - b)
}

import { mayAct } from '../../contract/access.ts'
import * as contract from '../../contract/buildings.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Person } from '../../http/auth.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { isNearPlace, readBuilding, writePlacement } from './building-queries.ts'
import { type ModelRow, readArtifact, readChanges, readModels, readVersion } from './model-queries.ts'
import { placeOnMap } from './place-on-map.ts'
import { presentVersion } from './present-building.ts'
import { withPhotos } from './read-spaces.ts'
import { isAtWork, requestConversion } from './request-conversion.ts'
import { sendArtifact } from './send-artifact.ts'
import { countLost, readLevels, readSpaces } from './space-queries.ts'

const keepers = ['owner', 'operator', 'administrator'] as const
/** A building further from its place than this is a default of an exporter, or another building. */
const farMetres = 2_000

export function buildingRoutes(core: Core, bind: Bind): void {
  const { primary } = core.database

  bind(contract.getBuilding, async ({ params, person }) => {
    const building = await neededBuilding(params.id)
    const mayChange = mayKeep(person, building)
    const models = await readModels(primary, params.id)
    const model = models.find(({ id }) => id === building.modelId)
    if (!model && building.modelId === null && !mayChange && !(await hasLevels(params.id))) throw missing(params.id)
    const body = {
      placeId: params.id,
      name: building.name,
      version: building.version,
      model: model ? presentVersion(model) : null,
      levels: await readLevels(primary, params.id),
      spaces: await withPhotos(core, await readSpaces(primary, params.id, 'current'), person),
      placement: building.placement,
      mayChange,
      ...(mayChange ? await forKeepers(params.id, models, model) : { pending: null, proposal: null, lostSpaces: 0 }),
    }
    // The ETag is the building's own version; a space changes without it, so no cache may answer with what it kept.
    return new Reply(body, { etag: String(building.version), headers: { 'Cache-Control': 'no-store' } })
  })

  bind(contract.addBuildingVersion, async ({ params, body, person }) => {
    const { fileId } = body
    const model = await requestConversion(core, { placeId: params.id, fileId, personId: person!.id })
    const url = `/api/places/${params.id}/building/versions/${model.version}`
    return new Reply({ version: presentVersion(model), url }, { status: 202, headers: { Location: url } })
  })

  bind(contract.listBuildingVersions, async ({ params }) => ({
    items: (await readModels(primary, params.id)).map(presentVersion),
  }))

  bind(contract.buildingChanges, async ({ params }) => {
    const model = await neededVersion(params.id, params.version)
    return (await readChanges(primary, model.id)) ?? { against: null, added: [], removed: [], changed: [] }
  })

  bind(contract.getBuildingVersion, async ({ params, person }) => {
    const model = await neededVersion(params.id, params.version)
    if (model.state !== 'ready' && !mayKeep(person, await neededBuilding(params.id))) throw noVersion(params)
    return presentVersion(model)
  })

  bind(contract.buildingArtifact, async ({ params }) => {
    const { id: placeId, version, artifact: name } = params
    const found = await readArtifact(primary, { placeId, version, name })
    if (!found) throw errors.notFound('version-not-found', `There is no ${name} of version ${version} here.`)
    return new Reply(null, {
      send: (request, response) => sendArtifact(core.files, { ...found, name }, request, response),
    })
  })

  bind(contract.placeBuilding, async ({ params, body, ifMatch, person }) => {
    await neededBuilding(params.id)
    if (!(await isNearPlace(primary, params.id, body, farMetres))) {
      throw errors.invalid(
        'building-elsewhere',
        `[${body.lon}, ${body.lat}] is more than ${farMetres} m from the place; move the building to where it stands.`,
      )
    }
    const version = await primary.transaction(async (trx) => {
      const confirmed = { placeId: params.id, version: ifMatch, placement: body, personId: person!.id }
      const written = await writePlacement(trx, confirmed)
      if (written === null) {
        throw errors.stale('building-changed', 'The building has changed meanwhile; load it again and confirm anew.')
      }
      await placeOnMap(trx, params.id, body)
      return written
    })
    return new Reply({ version, placement: body }, { etag: String(version) })
  })

  async function forKeepers(placeId: number, models: readonly ModelRow[], current: ModelRow | undefined) {
    const last = models[0]
    const isPending = last !== undefined && last.id !== current?.id && (isAtWork(last) || last.state === 'refused')
    return {
      pending: isPending ? presentVersion(last) : null,
      proposal: current?.proposal ?? null,
      lostSpaces: await countLost(primary, placeId),
    }
  }

  const hasLevels = async (placeId: number) => (await readLevels(primary, placeId)).length > 0

  async function neededBuilding(placeId: number) {
    const building = await readBuilding(primary, placeId)
    if (!building) throw missing(placeId)
    return building
  }

  async function neededVersion(placeId: number, version: number) {
    const model = await readVersion(primary, placeId, version)
    if (!model) throw noVersion({ id: placeId, version })
    return model
  }
}

const mayKeep = (
  person: Person | null,
  { placeId, regionCode }: { placeId: number; regionCode: string | null },
): boolean => person !== null && mayAct(person.grants, keepers, { placeId, regionCode })

const noVersion = ({ id, version }: { id: number; version: number }) =>
  errors.notFound('version-not-found', `The building of place ${id} has no version ${version}.`)

const missing = (placeId: number) => errors.notFound('building-not-found', `Place ${placeId} has no building yet.`)

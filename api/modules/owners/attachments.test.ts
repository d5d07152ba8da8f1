import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePerson } from '../../http/testing.ts'
import { pdf, picture } from '../files/testing-files.ts'
import { type FilesFixture, openFilesFixture, post } from '../files/testing-fixture.ts'

let fixture: FilesFixture
let operator: { roles: string[]; person: string }
beforeAll(async () => {
  fixture = await openFilesFixture()
  operator = { roles: ['operator'], person: await makePerson(fixture.database, ['operator'], '运营') }
})
afterAll(() => fixture?.close())

it('a claim brings its proofs: its maker and operators see them, and nobody attaches another’s', async () => {
  const [placeId] = fixture.places
  const path = `/api/places/${placeId}/claim-proofs?name=deed.pdf`
  const { body: proof } = await post(fixture.server, path, pdf(1, 'deed'), fixture.citizen)
  const stranger = { roles: ['citizen'], person: await makePerson(fixture.database) }
  const claim = (as: { roles: string[]; person: string }) =>
    fixture.server.send('POST', `/api/places/${placeId}/claims`, {
      ...as,
      body: { message: '我是馆长', proofFileIds: [proof.id] },
    })
  expect((await claim(stranger)).body.code).toBe('attachment-unknown')
  const made = await claim(fixture.citizen)
  expect(made.status).toBe(201)
  const proofs = (as: { roles: string[]; person: string }) =>
    fixture.server.send('GET', `/api/claims/${made.body.id}/proofs`, as)
  expect((await proofs(operator)).body.items).toMatchObject([{ id: proof.id, name: 'deed.pdf' }])
  expect((await proofs(fixture.citizen)).body.items).toHaveLength(1)
  expect((await proofs(stranger)).status).toBe(403)
})

it('a report brings its photos: who answers sees them, all see them once it is accepted', async () => {
  const [placeId] = fixture.places
  const path = `/api/places/${placeId}/report-photos?name=x.png`
  const { body: photo } = await post(fixture.server, path, await picture(70, 50), { roles: [] })
  const send = (photoTokens: string[]) =>
    fixture.server.send('POST', `/api/places/${placeId}/reports`, {
      body: { kind: 'broken-equipment', message: '坏了', photoTokens },
    })
  expect((await send([`${photo.id}.forged`])).body.code).toBe('photo-token-wrong')
  const made = await send([photo.token])
  expect(made.status).toBe(201)
  const photos = (as: { roles: string[]; person: string }) =>
    fixture.server.send('GET', `/api/reports/${made.body.id}/photos`, as)
  expect((await photos(fixture.owner)).body.items).toMatchObject([{ id: photo.id, visibility: 'private' }])
  expect((await photos({ ...fixture.citizen, roles: [`owner@place:${placeId + 1}`] })).status).toBe(403)
  const body = { status: 'accepted', answer: '修好了' }
  await fixture.server.send('POST', `/api/reports/${made.body.id}/resolve`, { ...operator, body })
  expect((await photos(fixture.owner)).body.items).toMatchObject([{ visibility: 'public' }])
})

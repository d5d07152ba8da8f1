import type { Core, Module } from '../../core.ts'
import { listenForAttachments } from './attach.ts'
import { makeRenditions } from './make-renditions.ts'
import { listenForPersons } from './person-data.ts'
import { removeUnused } from './remove-unused.ts'
import { openResumableUploads, type ResumableUploads } from './resumable-uploads.ts'
import { fileRoutes } from './routes.ts'
import { openSigner, type Signer } from './signed-address.ts'
import { uploadRoutes } from './upload-routes.ts'

/** Photos, drawings, reports, certificates, maps and models of places: taken in, checked, shown, kept by role. */
export const files: Module = {
  name: 'files',
  routes(core, bind) {
    uploadRoutes(core, bind, { signer: signerOf(core), uploads: uploadsOf(core) })
    fileRoutes(core, bind, signerOf(core))
  },
  listen(core) {
    listenForAttachments(core, signerOf(core))
    listenForPersons(core)
  },
  jobs: (core) => ({ 'make-renditions': ({ sha256 }, running) => makeRenditions(core, sha256, running) }),
  chores: [{ name: 'unused-files', everyMinutes: 60, run: (core) => removeUnused(core, uploadsOf(core)) }],
}

const signers = new WeakMap<Core, Promise<Signer>>()
const allUploads = new WeakMap<Core, ResumableUploads>()

/** Read at the first need: the key's table may only just be made when the routes are bound. */
const signerOf = (core: Core) => (): Promise<Signer> => {
  const signer = signers.get(core) ?? openSigner(core.database.primary, core.now)
  signers.set(core, signer)
  signer.catch(() => signers.delete(core))
  return signer
}

function uploadsOf(core: Core): ResumableUploads {
  const uploads = allUploads.get(core) ?? openResumableUploads(core.files.incoming)
  allUploads.set(core, uploads)
  return uploads
}

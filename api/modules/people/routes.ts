import type { Core } from '../../core.ts'
import type { Bind } from '../../http/handle.ts'
import { accountRoutes } from './account-routes.ts'
import { gateRoutes } from './gate-routes.ts'
import { oidcRoutes } from './oidc-routes.ts'
import { peopleAdministrationRoutes } from './people-routes.ts'
import { sessionRoutes } from './session-routes.ts'

export function peopleRoutes(core: Core, bind: Bind): void {
  sessionRoutes(core, bind)
  oidcRoutes(core, bind)
  accountRoutes(core, bind)
  peopleAdministrationRoutes(core, bind)
  gateRoutes(core, bind)
}

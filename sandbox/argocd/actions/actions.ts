/** Resource actions: what a kind's discovery script offers, and running one as argocd-server does. */
import { ApiError, type Json, type KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import type { Customization } from '../customizations.ts'
import { identityOf } from '../identity.ts'
import { LuaError, runLua } from '../lua/run.ts'
import { diff, isMap, type JsonMap } from '../merge.ts'
import { restoreEmptyMaps } from './empty-maps.ts'

/** A refusal, with the gRPC code that argocd-server answers. */
export class ActionError extends Error {
  readonly code: number
  constructor(message: string, code = 2) {
    super(message)
    this.code = code
  }
}

export interface OfferedAction {
  readonly name: string
  readonly params?: readonly { readonly name: string }[]
  readonly disabled?: true
  readonly iconClass?: string
  readonly displayName?: string
}

/** Argo CD's order is random, ours is by name. False and empty members are left out. */
export function listActions(object: KubeObject, { actions }: Customization, now: number): OfferedAction[] {
  if (!actions) return []
  const found = scripted('error getting available actions: error executing Lua discovery script', () =>
    runLua(actions['discovery.lua'], { obj: object as Json }, now),
  )
  return Object.entries(isMap(found) ? found : {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => renderAction(name, isMap(value) ? value : {}))
}

function renderAction(name: string, { params, disabled, iconClass, displayName }: JsonMap): OfferedAction {
  const names = Array.isArray(params) ? params.filter(isMap).map(param => ({ name: String(param.name) })) : []
  return {
    name,
    ...(names.length > 0 && { params: names }),
    ...(disabled === true && { disabled }),
    ...(iconClass ? { iconClass: String(iconClass) } : {}),
    ...(displayName ? { displayName: String(displayName) } : {}),
  }
}

function scripted(failure: string, run: () => Json): Json {
  try {
    return run()
  } catch (error) {
    if (error instanceof LuaError) throw new ActionError(`${failure}: ${error.message}`)
    throw error
  }
}

/** Discovery is not asked: a disabled action is run, as argocd-server does. `live` was read just now. */
export async function runAction(
  name: string,
  live: KubeObject,
  customization: Customization,
  parameters: Record<string, string>,
  cluster: Cluster,
): Promise<void> {
  const script = customization.actions?.definitions.find(definition => definition.name === name)?.['action.lua']
  if (script === undefined) throw new ActionError('error getting Lua resource action: built-in script does not exist')
  const answer = scripted('error executing Lua resource action', () =>
    runLua(script, { obj: live as Json, actionParams: parameters }, cluster.clock.now()),
  )
  for (const { operation, resource } of operationsOf(answer)) {
    if (operation === 'create') await cluster.create(resource)
    else await applyPatch(live, resource, cluster)
  }
}

interface Operation {
  readonly operation: 'patch' | 'create'
  readonly resource: KubeObject
}

function operationsOf(answer: Json): Operation[] {
  if (isMap(answer)) return [{ operation: 'patch', resource: answer as KubeObject }]
  if (!Array.isArray(answer))
    throw new ActionError(
      `error executing Lua resource action: expect table output from Lua script, not ${typeof answer}`,
    )
  // What argocd-server 3.5 answers to an empty list; the text is its own.
  if (answer.length === 0) throw new ActionError('runtime error: invalid memory address or nil pointer dereference', 13)
  const operations = answer as unknown as Operation[]
  const wrong = operations.find(({ operation }) => operation !== 'patch' && operation !== 'create')
  if (wrong) throw new ActionError(`error executing Lua resource action: unsupported operation: "${wrong.operation}"`)
  return operations
}

/** A patch that touches status goes to the status subresource first, whole; then the rest goes to the object. Not atomic, without a precondition. */
async function applyPatch(live: KubeObject, returned: KubeObject, cluster: Cluster): Promise<void> {
  const patch = diff(live as JsonMap, restoreEmptyMaps(returned as JsonMap, live as JsonMap) as JsonMap)
  const { status, ...rest } = patch
  const identity = identityOf(live)
  if (status !== undefined) {
    const taken = await cluster.patch(identity, patch, 'argocd', 'status').then(() => true, hasNoStatus)
    if (!taken) await cluster.patch(identity, patch, 'argocd')
    if (!taken || Object.keys(rest).length === 0) return
  }
  if (Object.keys(rest).length > 0) await cluster.patch(identity, rest, 'argocd')
}

function hasNoStatus(error: unknown): false {
  if (error instanceof ApiError && error.code === 404) return false
  throw error
}

/** Health of an object: Argo CD's own script from `argocd-cm` if there is one, else what Argo CD knows of the built-in kinds. */
import type { Json, KubeObject } from '../../api.ts'
import { type Customizations, customizationOf } from '../customizations.ts'
import { groupOf } from '../identity.ts'
import { LuaError, runLua } from '../lua/run.ts'
import { builtinHealth } from './builtin.ts'
import { type Health, type State, states } from './state.ts'

/** Undefined: the kind has no health, and counts as healthy. */
export function healthOf(object: KubeObject, customizations: Customizations, now: number): Health | undefined {
  if (object.metadata.deletionTimestamp) return { status: 'Progressing', message: 'Pending deletion' }
  const script = customizationOf(customizations, groupOf(object), object.kind).health
  return script === undefined ? builtinHealth(object) : scriptedHealth(script, object, now)
}

function scriptedHealth(script: string, object: KubeObject, now: number): Health | undefined {
  try {
    return checkedHealth(runLua(script, { obj: object as Json }, now))
  } catch (error) {
    if (error instanceof LuaError) return { status: 'Unknown', message: error.message }
    throw error
  }
}

function checkedHealth(answer: Json): Health | undefined {
  if (answer === null || (Array.isArray(answer) && answer.length === 0)) return undefined
  if (typeof answer !== 'object') throw new LuaError(`expect table output from Lua script, not ${typeof answer}`)
  const { status, message } = answer as { status?: State; message?: string }
  if (!status || !states.includes(status))
    return { status: 'Unknown', message: 'Lua returned an invalid health status' }
  return message ? { status, message } : { status }
}

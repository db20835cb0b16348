/** Whether the Services that a strategy names exist and fit (contract rollout 1.7). The first error counts. */
import { HASH, MANAGED_BY } from '../keys.ts'
import { blueGreenOf, canaryOf } from '../spec.ts'
import type { PodTemplate } from '../api/types.ts'
import type { ServiceView, World } from '../world.ts'

/** Error text in the field-error form, or undefined when all is well. */
export function serviceError(world: World, template: PodTemplate): string | undefined {
  const named = references(world)
  const missing = named.find(({ name }) => world.services[name] === undefined)
  if (missing) return invalid(missing, `service "${missing.name}" not found`)
  for (const reference of named) {
    const service = world.services[reference.name]
    const problem = service && contentProblem(service, world, template)
    if (problem) return invalid(reference, problem)
  }
  return undefined
}

interface Reference {
  readonly path: string
  readonly name: string
}

/** In upstream's order. */
function references({ rollout }: World): readonly Reference[] {
  const blueGreen = blueGreenOf(rollout)
  const canary = canaryOf(rollout)
  const at = (path: string, name: string | undefined) => (name ? [{ path: `spec.strategy.${path}`, name }] : [])
  return [
    ...at('blueGreen.activeService', blueGreen?.activeService),
    ...at('blueGreen.previewService', blueGreen?.previewService),
    ...at('canary.canaryService', canary?.canaryService),
    ...at('canary.stableService', canary?.stableService),
    ...at('canary.pingPong.pingService', canary?.pingPong?.pingService),
    ...at('canary.pingPong.pongService', canary?.pingPong?.pongService),
  ]
}

function contentProblem(service: ServiceView, { rollout }: World, template: PodTemplate): string | undefined {
  const labels = template.metadata?.labels ?? {}
  const stray = Object.entries(service.selector).find(([key, value]) => key !== HASH && labels[key] !== value)
  if (stray) return `Service "${service.name}" has unmatch label "${stray[0]}" in rollout`
  const owner = service.annotations[MANAGED_BY]
  const isForeign = owner !== undefined && owner !== rollout.metadata.name
  return isForeign ? `Service "${service.name}" is managed by another Rollout` : undefined
}

function invalid({ path, name }: Reference, detail: string): string {
  return `${path}: Invalid value: ${JSON.stringify(name)}: ${detail}`
}

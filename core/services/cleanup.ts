/** decideService: gives a Service back when its Rollout does not refer to it any more (contract rollout 11.1). */
import type { Rollout } from '../api/types.ts'
import type { Patch } from '../draft.ts'
import type { Intent } from '../intent.ts'
import { HASH, MANAGED_BY } from '../keys.ts'
import { blueGreenOf, canaryOf } from '../spec.ts'
import type { ServiceView } from '../world.ts'

/** The Services that a strategy names. */
export function servicesOf(rollout: Rollout): readonly string[] {
  const blueGreen = blueGreenOf(rollout)
  const canary = canaryOf(rollout)
  const names = blueGreen
    ? [blueGreen.activeService, blueGreen.previewService]
    : [canary?.stableService, canary?.canaryService, canary?.pingPong?.pingService, canary?.pingPong?.pongService]
  return names.filter(name => name !== undefined && name !== '') as string[]
}

/**
 * What to do with a Service, given the Rollout that manages it if there is one. Only one that is known to be gone, or to name other Services,
 * frees it, whoever else names it and waits: an error of the API server never does (contract trap 59). A Service without our annotation is nobody's business, nor is
 * one that selects by no hash: it finds every pod already, and keeps what it says.
 */
export function decideService(
  service: ServiceView,
  namespace: string,
  rollouts: readonly Rollout[],
): Intent | undefined {
  const owner = service.annotations[MANAGED_BY]
  if (owner === undefined || service.selector[HASH] === undefined) return undefined
  if (rollouts.some(rollout => refersTo(rollout, service.name))) return undefined
  return { do: 'patch', ...givenBack(service, namespace, `Rollout ${owner} does not use it any more`) }
}

/** The Service selects what it selected before a Rollout managed it. */
export function givenBack(service: ServiceView, namespace: string, because: string): Patch {
  return {
    target: { apiVersion: 'v1', kind: 'Service', namespace, name: service.name },
    body: { metadata: { annotations: { [MANAGED_BY]: null } }, spec: { selector: { [HASH]: null } } },
    preconditions: { uid: service.uid, resourceVersion: service.resourceVersion },
    because,
  }
}

function refersTo(rollout: Rollout, name: string): boolean {
  return rollout.metadata.deletionTimestamp === undefined && servicesOf(rollout).includes(name)
}

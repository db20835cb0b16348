/** Reads the world that a decision looks at: from the caches, and from the API server only what the decision asks for. */
import type { Rollout } from '../../core/api/types.ts'
import { servicesOf as serviceNames } from '../../core/services/cleanup.ts'
import type {
  AutoscalerView,
  Needs,
  Observation,
  PodView,
  ReplicaSetView,
  ServiceView,
  Workload,
  World,
} from '../../core/world.ts'
import type { Caches } from '../cache/caches.ts'
import { deepFreeze } from '../cache/freeze.ts'
import type { Client } from '../client/client.ts'
import { movesCapacity } from '../workload/capacity.ts'
import type { Freshness } from '../workload/resolver.ts'
import { listPods } from './pods.ts'
import { matches } from './selector.ts'
import type { Templates } from './templates.ts'

export interface GatherOptions {
  readonly caches: Caches
  readonly client: Client
  readonly templates: Templates
  readonly needs: (world: World) => Needs
  readonly resolve: (rollout: Rollout, freshness: Freshness) => Promise<Workload>
  /** Undefined: not known. */
  readonly autoscalers: (rollout: Rollout) => readonly AutoscalerView[] | undefined
  readonly crowd?: () => World['crowd']
}

/** Asking for what is missing ends after this many rounds: a decision that always wants more is at fault. */
const rounds = 4

export async function gatherWorld(
  rollout: Rollout,
  observations: readonly Observation[],
  options: GatherOptions,
): Promise<World> {
  let freshness: Freshness = 'generation'
  let world = await look(rollout, observations, freshness, options)
  for (let round = 0; round < rounds; round += 1) {
    const needs = options.needs(world)
    const missing = missingFrom(world, needs)
    if (needs.workload && freshness === 'generation') {
      freshness = 'counts'
      world = await look(rollout, observations, freshness, options)
    } else if (missing) world = deepFreeze(await fetchMissing(world, missing, options))
    else return world
  }
  throw new Error(`the decision keeps asking for more than was fetched: ${JSON.stringify(options.needs(world))}`)
}

/** What the caches show, around the workload as it is now. */
async function look(
  rollout: Rollout,
  observations: readonly Observation[],
  freshness: Freshness,
  { caches, ...options }: GatherOptions,
): Promise<World> {
  const workload = await options.resolve(rollout, freshness)
  const autoscalers = movesCapacity(rollout) ? options.autoscalers(rollout) : undefined
  return deepFreeze({
    rollout,
    workload,
    replicaSets: replicaSetsOf(rollout, workload, caches),
    ...(autoscalers ? { autoscalers } : {}),
    services: servicesFor(rollout, caches),
    // Whose effect has failed says so at once, and would else say nothing for as long as others arrive.
    crowd: observations.length > 0 ? undefined : options.crowd?.(),
    observations,
  })
}

/** Owned ones, and orphans that the selector matches (contract rollout 4.4.2), oldest first. */
function replicaSetsOf(
  { metadata, spec }: Rollout,
  workload: Workload,
  { replicaSets }: Caches,
): readonly ReplicaSetView[] {
  const selector = spec.selector ?? (workload.state === 'resolved' ? workload.selector : undefined)
  const orphans = replicaSets.by('orphan', metadata.namespace).filter(set => selector && matches(selector, set.labels))
  return [...replicaSets.by('owner', metadata.uid), ...orphans].sort(oldestFirst)
}

function oldestFirst(a: ReplicaSetView, b: ReplicaSetView): number {
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp ? -1 : 1
  return a.name < b.name ? -1 : 1
}

function servicesFor(rollout: Rollout, { services }: Caches): { readonly [name: string]: ServiceView } {
  const found: { [name: string]: ServiceView } = {}
  for (const name of serviceNames(rollout)) {
    const service = services.get(`${rollout.metadata.namespace}/${name}`)
    if (service) found[name] = service
  }
  return found
}

type Missing = Omit<Needs, 'workload'>

function missingFrom(world: World, needs: Needs): Missing | undefined {
  const here = new Set(world.replicaSets.filter(set => set.template).map(set => set.name))
  const templates = needs.templates.filter(name => !here.has(name))
  const pods = needs.pods && world.pods === undefined
  return templates.length > 0 || pods ? { templates, pods } : undefined
}

async function fetchMissing(world: World, missing: Missing, { client, templates }: GatherOptions): Promise<World> {
  const { namespace } = world.rollout.metadata
  const filled = await Promise.all(
    world.replicaSets.map(set => (missing.templates.includes(set.name) ? templates.fill(namespace, set) : set)),
  )
  const pods: readonly PodView[] | undefined = missing.pods ? await listPods(client, world) : world.pods
  const replicaSets = filled.filter(set => set !== undefined)
  return { ...world, replicaSets, ...(pods ? { pods } : {}) }
}

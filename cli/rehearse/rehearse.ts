/** Reads a cluster as the controller would at its start, and lets the controller's decision say what it would do. Writes nothing. */
import { type Caches, createCaches } from '../../controller/cache/caches.ts'
import type { Client } from '../../controller/client/client.ts'
import { isCode, messageOf } from '../../controller/client/error.ts'
import type { Clock } from '../../controller/clock.ts'
import { gatherWorld } from '../../controller/gather/gather.ts'
import { Templates } from '../../controller/gather/templates.ts'
import type { Log } from '../../controller/log.ts'
import { WorkloadResolver } from '../../controller/workload/resolver.ts'
import type { Rollout } from '../../core/api/types.ts'
import { needs } from '../../core/decide.ts'
import { unserved } from '../../core/unserved.ts'
import { judge, type Verdict } from './verdict.ts'

export interface RehearseOptions {
  readonly client: Client
  readonly clock: Clock
  /** Told of objects that cannot be read. */
  readonly log: Log
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined
  /** As the controller's `--instance-id`. */
  readonly instanceId?: string
}

export type Finding = Verdict & {
  readonly namespace: string
  readonly name: string
  /** Fields that it asks for and Slipway does not run yet. */
  readonly unserved: readonly string[]
}

/** A finding for each Rollout. Throws when the API server refuses something, or when one cannot be decided about. */
export async function rehearse(options: RehearseOptions): Promise<readonly Finding[]> {
  const caches = await readAll(options)
  const judging = judgeWith(options, caches)
  const findings: Finding[] = []
  for (const [key, rollout] of caches.rollouts.entries()) {
    const { namespace, name } = rollout.metadata
    const verdict = await judging(rollout).catch(error => rethrow(`Rollout ${key}`, error))
    findings.push({ namespace, name, unserved: unserved(rollout.spec), ...verdict })
  }
  return findings
}

/** Nothing is watched: a workload is read when a Rollout refers to it. */
function judgeWith({ client, clock }: RehearseOptions, caches: Caches): (rollout: Rollout) => Promise<Verdict> {
  const templates = new Templates(client)
  const unwatched = { store: { get: () => undefined }, reflector: { hasSynced: false } }
  const workloads = new WorkloadResolver(client, { ensure: () => unwatched })
  const resolve = workloads.resolve.bind(workloads)
  const autoscalers = () => undefined
  const gathering = { caches, client, templates, needs, resolve, autoscalers }
  return async rollout => {
    const world = await gatherWorld(rollout, [], gathering)
    return judge(world, clock.now(), set => templates.fill(rollout.metadata.namespace, set))
  }
}

async function readAll({ instanceId = '', log, ...options }: RehearseOptions): Promise<Caches> {
  const caches = createCaches({ ...options, instanceId, log })
  for (const [plural, reflector] of Object.entries(caches.reflectors))
    await reflector
      .list()
      .catch(error => rethrow(`cannot list ${plural}${isCode(error, 404) ? ', is its CRD installed?' : ''}`, error))
  return caches
}

function rethrow(what: string, error: unknown): never {
  throw new Error(`${what}: ${messageOf(error)}`, { cause: error })
}

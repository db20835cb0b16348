/** Job: pods until enough have succeeded or too many have failed. */
import { parseTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import { type Controller, queueOf } from '../context.ts'
import type { Note } from '../loop/recorder.ts'
import { keyOf, kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { claim, controllerReference, isDeleting, ownersToTell } from '../owner.ts'
import { conditionOf } from '../pod.ts'
import { writeStatus } from './status.ts'
import { type Tally, tallyOf } from './tally.ts'
import { deadlineOf, type Verdict, verdictOf } from './verdict.ts'

export const jobController: Controller = context => {
  const { view } = context
  const jobs = view.of(kinds.jobs)
  const queue = queueOf('job', context, key => sync(view, key))
  jobs.onChange(job => queue.add(keyOf(job)))
  view.of(kinds.pods).onChange((pod, before) => {
    for (const key of [pod, before].flatMap(o => (o ? ownersToTell(o, 'Job', () => jobs.list()) : []))) queue.add(key)
  })
  return queue
}

async function sync(view: View, key: string): Promise<number | undefined> {
  const job = view.of(kinds.jobs).get(key)
  if (!job || isDeleting(job)) return undefined
  if (isOver(job)) return expire(view, job)
  const owner = { resource: kinds.jobs, object: job, selector: job.spec.selector }
  const pods = await claim(view, owner, kinds.pods, view.of(kinds.pods).list(job.metadata.namespace))
  const tally = tallyOf(job, pods)
  const verdict = verdictOf(job, tally, view.clock.now())
  const again = verdict ? undefined : await run(view, job, tally)
  // What a finished or suspended Job still runs is stopped, and it says so only when nothing is left.
  const stopping = verdict || job.spec.suspend ? tally.active : []
  for (const pod of stopping) await view.delete(kinds.pods, pod)
  const isEnded = await writeStatus(view, job, tally, pods, verdict)
  if (verdict && isEnded) await view.tell(job, noteOf(verdict))
  return Math.min(again ?? Number.POSITIVE_INFINITY, deadlineOf(job) ?? Number.POSITIVE_INFINITY)
}

const noteOf = ({ type, reason, message }: Verdict): Note =>
  type === 'Complete'
    ? { type: 'Normal', reason: 'Completed', message: 'Job completed' }
    : { type: 'Warning', reason, message }

const isOver = (job: KubeObject): boolean =>
  ['Complete', 'Failed'].some(type => conditionOf(job, type)?.status === 'True')

/** Deletes a finished Job when its time to live is over, with its pods. */
async function expire(view: View, job: KubeObject): Promise<number | undefined> {
  const ttl: number | undefined = job.spec.ttlSecondsAfterFinished
  if (ttl === undefined) return undefined
  const ended = ['Complete', 'Failed'].map(type => parseTime(conditionOf(job, type)?.lastTransitionTime)).find(Boolean)
  const at = (ended ?? 0) + ttl * 1000
  if (view.clock.now() < at) return at
  await view.delete(kinds.jobs, job, { propagation: 'Foreground' })
  return undefined
}

const FIRST_BACKOFF = 10_000
const LONGEST_BACKOFF = 600_000

/** Keeps as many pods running as parallelism and what is left to do allow; after a failure it waits, twice as long each time. */
async function run(
  view: View,
  job: KubeObject,
  { active, succeeded, failed, lastFailure }: Tally,
): Promise<number | undefined> {
  const { parallelism = 1, completions, suspend } = job.spec
  if (suspend) return undefined
  const left = completions === undefined ? (succeeded > 0 ? 0 : parallelism) : completions - succeeded
  const missing = Math.min(parallelism, left) - active.length
  const wait = Math.min(FIRST_BACKOFF * 2 ** (failed - 1), LONGEST_BACKOFF)
  const at = failed > 0 ? (lastFailure ?? 0) + wait : 0
  if (missing > 0 && view.clock.now() < at) return at
  for (let i = 0; i < missing; i++) {
    const { metadata } = await view.create(kinds.pods, podOf(job))
    await view.tell(job, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${metadata.name}` })
  }
  for (const pod of active.slice(0, Math.max(0, -missing))) await view.delete(kinds.pods, pod)
  return undefined
}

function podOf(job: KubeObject): KubeObject {
  const { metadata = {}, spec } = job.spec.template
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      namespace: job.metadata.namespace,
      generateName: `${job.metadata.name}-`,
      ownerReferences: [controllerReference(kinds.jobs, job)],
    },
    spec,
  }
}

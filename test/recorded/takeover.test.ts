import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../sandbox/api.ts'
import { REAL_CLUSTER } from '../cluster/target.ts'
import { pathOf } from './history.ts'
import { type Host, openHost } from './host.ts'
import { createNamespace, deleteNamespace } from './namespace.ts'
import { Player } from './player.ts'
import type { Step } from './script.ts'
import { type Dump, dumps, load } from './takeover.ts'

const HASH = 'rollouts-pod-template-hash'
const DEADLINE = 'scale-down-deadline'

/** What must not change when the controller does. */
async function identities({ api }: Host, namespace: string) {
  const list = async (kind: string): Promise<KubeObject[]> =>
    (await api.request({ method: 'GET', path: pathOf(kind, namespace) })).items
  return {
    pods: (await list('Pod')).map(({ metadata }) => [metadata.name, metadata.uid, metadata.labels[HASH]]),
    sets: (await list('ReplicaSet')).map(({ metadata, spec }) => [metadata.name, metadata.generation, spec.replicas]),
    services: (await list('Service')).map(({ metadata, spec }) => [metadata.name, spec.selector]),
    rollouts: (await list('Rollout')).map(({ metadata, status }) => {
      const { currentPodHash, stableRS, currentStepHash, currentStepIndex, phase } = status
      return { name: metadata.name, currentPodHash, stableRS, currentStepHash, currentStepIndex, phase }
    }),
  }
}

/** From wherever it is to the end: a settled Rollout gets a new image first, an aborted one another try. */
function stepsToTheEnd({ metadata, spec, status }: KubeObject): Step[] {
  const workload = spec.workloadRef ? `Deployment/${spec.workloadRef.name}` : `Rollout/${metadata.name}`
  const image: Step = { edit: { of: workload, 'spec.template.spec.containers[0].image': 'shop/after-takeover:1' } }
  const begin: Step[] = status.abort ? [{ action: 'retry' }] : status.phase === 'Healthy' ? [image] : []
  return [
    ...begin,
    { settle: true },
    { action: 'promote-full' },
    { wait: { path: 'status.phase', is: 'Healthy', timeout: 90 } },
    { settle: true },
  ]
}

async function play(host: Host, namespace: string, rollout: string, steps: readonly Step[]): Promise<void> {
  const player = await Player.open(host, { name: namespace, purpose: '', rollout, objects: [], steps: [] })
  await player.go(steps).finally(() => player.close())
}

async function takeOver(host: Host, namespace: string, dump: Dump): Promise<void> {
  await load(host, namespace, dump)
  await play(host, namespace, 'none', [{ settle: true }])
  const before = await identities(host, namespace)
  await host.startController()
  await play(host, namespace, 'none', [{ settle: true }])
  expect(await identities(host, namespace)).toEqual(before)
  for (const rollout of dump.objects.filter(({ kind }) => kind === 'Rollout')) {
    await play(host, namespace, rollout.metadata.name, stepsToTheEnd(rollout))
  }
  for (const { phase, stableRS, currentPodHash } of (await identities(host, namespace)).rollouts)
    expect([phase, stableRS]).toEqual(['Healthy', currentPodHash])
}

async function inNamespace(namespace: string, dump: Dump): Promise<void> {
  const host = await openHost(namespace)
  try {
    await createNamespace(host, namespace)
    await takeOver(host, namespace, dump)
    await deleteNamespace(host, namespace)
  } finally {
    await host.close()
  }
}

describe('taking over from upstream', { concurrent: process.env[REAL_CLUSTER] !== undefined }, () => {
  test.each(dumps())('$version, $scenario at $record: nothing moves, then it goes on to its end (trap 1, A5)', dump =>
    inNamespace(`takeover-${dump.version}-${dump.scenario}-${dump.record}`.replaceAll('.', '-'), dump),
  )

  test.each<[string, string, (rollout: KubeObject, sets: readonly KubeObject[]) => void]>([
    ['paused by a person', 'canary-abort/three-quarters', ({ spec }) => Object.assign(spec, { paused: true })],
    ['without its conditions', 'bg-gate/promoted', ({ status }) => delete status.conditions],
    [
      'with a generation observed as a hash',
      'ref-never/half',
      ({ status }) => Object.assign(status, { observedGeneration: '5c8d9f7b6' }),
    ],
    [
      'with an empty deadline on what it keeps',
      'bg-basic/switched',
      (_, sets) => {
        for (const { metadata } of sets) if (metadata.annotations[DEADLINE]) metadata.annotations[DEADLINE] = ''
      },
    ],
  ])('%s (%s): nothing moves either', async (_, name, change) => {
    const dump = structuredClone(
      dumps().find(({ version, ...of }) => version === 'v1.8.3' && `${of.scenario}/${of.record}` === name)!,
    )
    const of = (kind: string) => dump.objects.filter(object => object.kind === kind)
    change(of('Rollout')[0]!, of('ReplicaSet'))
    await inNamespace(`takeover-odd-${name.replace('/', '-')}`, dump)
  })
})

/** What there is and what happens to it while announcements are timed. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../../controller/client/client.ts'
import { isCode } from '../../controller/client/error.ts'
import { pathOf, resources } from '../../controller/client/path.ts'
import { crds } from '../../test/scenarios/harness/manifests.ts'

/** Rollouts that change at once beside the Deployment that is timed. */
export const OTHERS = 500
/** Deployments that are timed, each with a Rollout that refers to it by the same name. */
export const PAIRS = 20

/** Another one each time: a namespace takes a while to go. */
export const namespace = `slipway-bench-${Date.now().toString(36)}`
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

const template = (app: string, setting = '0') => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'app', image: 'shop/web:1', env: [{ name: 'SETTING', value: setting }] }] },
})

/** No pods: nobody would make them ready on a control plane without nodes. */
const sized = (app: string, spec: object) => ({ replicas: 0, selector: { matchLabels: { app } }, ...spec })

export const pairName = (index: number) => `pair-${index}`
const rolloutsPath = pathOf(resources.rollouts, { namespace })

export async function fill(client: Client): Promise<void> {
  for (const body of crds) await create(client, definitions, body)
  await served(client)
  await create(client, '/api/v1/namespaces', { metadata: { name: namespace } })
  await atOnce(PAIRS, async index => {
    const name = pairName(index)
    const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name }
    await put(client, 'deployments', name, sized(name, { template: template(name) }))
    await put(client, 'rollouts', name, sized(name, { strategy: { canary: {} }, workloadRef }))
  })
  await atOnce(OTHERS, async index => {
    const name = `other-${index}`
    await put(client, 'rollouts', name, sized(name, { strategy: { canary: {} }, template: template(name) }))
  })
}

/** A CRD is served a moment after it was created. */
async function served(client: Client): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    try {
      await client.request({ method: 'GET', path: `${rolloutsPath}?limit=1` })
      return
    } catch (error) {
      if (!isCode(error, 404)) throw error
      await pause(200)
    }
  }
  throw new Error('the CRD of Rollouts is not served')
}

/** Each is a release with a ReplicaSet, a status and events of its own. */
export async function changeOthers(client: Client, setting: string): Promise<void> {
  await atOnce(OTHERS, index => change(client, 'rollouts', `other-${index}`, setting))
}

/** The generation that the change has made. */
export async function changeDeployment(client: Client, name: string, setting: string): Promise<number> {
  const { metadata } = await change(client, 'deployments', name, setting)
  return metadata.generation as number
}

/** Rollouts whose last change the controller has not taken up yet. */
export async function waiting(client: Client): Promise<number> {
  const { items } = await client.request<{ readonly items: readonly Item[] }>({ method: 'GET', path: rolloutsPath })
  return items.filter(({ metadata, status }) => status?.observedGeneration !== String(metadata.generation)).length
}

interface Item {
  readonly metadata: { readonly generation: number }
  readonly status?: { readonly observedGeneration?: string }
}

/** Leaves nothing behind on a cluster that is somebody's, but the CRDs. */
export async function clean(client: Client): Promise<void> {
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` })
}

type Kind = 'deployments' | 'rollouts'

function put(client: Client, plural: Kind, name: string, spec: object): Promise<void> {
  const { apiVersion, kind } = resources[plural]
  return create(client, pathOf(resources[plural], { namespace }), { apiVersion, kind, metadata: { name }, spec })
}

async function create(client: Client, path: string, body: object): Promise<void> {
  try {
    await client.request({ method: 'POST', path, body })
  } catch (error) {
    if (!isCode(error, 409)) throw error
  }
}

function change(client: Client, plural: Kind, name: string, setting: string) {
  return client.request({
    method: 'PATCH',
    path: pathOf(resources[plural], { namespace, name }),
    contentType: 'application/merge-patch+json',
    body: { spec: { template: template(name, setting) } },
  })
}

async function atOnce(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: 32 }, worker))
}

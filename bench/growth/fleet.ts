/** Rollouts that change again and again, some of which go each time while others come. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../../controller/client/client.ts'
import { pathOf, resources } from '../../controller/client/path.ts'
import { crds } from '../../test/scenarios/harness/manifests.ts'

/** Rollouts there are at any time. */
export const ROLLOUTS = 100
/** Of them so many are replaced in each round. */
const REPLACED = 10
/** Nothing takes longer than this, in milliseconds. */
const PATIENCE = 300_000

const namespace = 'default'
const rolloutsPath = pathOf(resources.rollouts, { namespace })

export class Fleet {
  private readonly client: Client
  /** The first of the names that are there: the others follow without a gap. */
  private oldest = 0
  private round = 0

  constructor(client: Client) {
    this.client = client
  }

  async create(): Promise<void> {
    for (const body of crds)
      await this.client.request({
        method: 'POST',
        path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
        body,
      })
    await this.each(this.oldest, name =>
      this.client.request({ method: 'POST', path: rolloutsPath, body: rollout(name) }),
    )
    await this.rest()
  }

  /** A new version of each, and other Rollouts in place of the oldest. */
  async change(): Promise<void> {
    this.round += 1
    const body = (name: string) => ({ spec: { template: template(name, this.round) } })
    const contentType = 'application/merge-patch+json'
    await this.each(this.oldest, name =>
      this.client.request({ method: 'PATCH', path: of(name), contentType, body: body(name) }),
    )
    await this.rest()
    const [gone, next] = [this.oldest, this.oldest + ROLLOUTS]
    this.oldest += REPLACED
    await this.each(gone, name => this.client.request({ method: 'DELETE', path: of(name) }), REPLACED)
    await this.each(
      next,
      name => this.client.request({ method: 'POST', path: rolloutsPath, body: rollout(name) }),
      REPLACED,
    )
    await this.rest()
  }

  private async each(first: number, work: (name: string) => Promise<unknown>, count = ROLLOUTS): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => work(`web-${first + index}`)))
  }

  /** Until all are Healthy at what is asked for. */
  private async rest(): Promise<void> {
    for (const since = performance.now(); !(await this.isAtRest()); await pause(200))
      if (performance.now() - since > PATIENCE) throw new Error('the controller does not come to rest')
  }

  private async isAtRest(): Promise<boolean> {
    const { items } = await this.client.request<{ readonly items: readonly Item[] }>({
      method: 'GET',
      path: rolloutsPath,
    })
    return items.every(
      ({ metadata, status }) =>
        status?.observedGeneration === String(metadata.generation) && status.phase === 'Healthy',
    )
  }
}

interface Item {
  readonly metadata: { readonly generation: number }
  readonly status?: { readonly observedGeneration?: string; readonly phase?: string }
}

const of = (name: string) => pathOf(resources.rollouts, { namespace, name })

function template(app: string, version: number): object {
  const annotations = { 'sandbox.slipway.dev/start-after': '0s' }
  return {
    metadata: { labels: { app }, annotations },
    spec: { containers: [{ name: 'app', image: `shop/web:${version}` }] },
  }
}

function rollout(name: string): object {
  const { apiVersion, kind } = resources.rollouts
  const selector = { matchLabels: { app: name } }
  const strategy = { canary: { steps: [{ setWeight: 50 }, { pause: { duration: '1s' } }] } }
  const spec = { replicas: 1, revisionHistoryLimit: 2, selector, strategy, template: template(name, 0) }
  return { apiVersion, kind, metadata: { name }, spec }
}

/** A Deployment that nothing stands in the way of, and the rest of its namespace. */
import type { Surroundings } from '../cluster/gather.ts'
import type { Application, Autoscaler, Deployment, Reference, Rollout, Service } from '../cluster/objects.ts'
import type { Subject } from '../preflight/finding.ts'
import { ownerOf } from '../preflight/owner.ts'
import { renderRollout } from '../rollout/manifest.ts'
import type { Trial } from '../rollout/trial.ts'
import type { Wish } from '../rollout/wish.ts'

export const labels = { app: 'web' }

export const meta = (name: string, more: object = {}) => ({
  name,
  namespace: 'shop',
  uid: `uid-${name}`,
  resourceVersion: '1',
  generation: 1,
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...more,
})

interface DeploymentParts {
  readonly metadata?: object
  readonly spec?: object
  readonly status?: object
  readonly template?: object
}

export function deployment(name = 'web', { metadata, spec, status, template }: DeploymentParts = {}): Deployment {
  const pods = { metadata: { labels, ...template }, spec: { containers: [{ name: 'app', image: 'shop/web:1' }] } }
  const counts = { observedGeneration: 1, replicas: 4, updatedReplicas: 4, availableReplicas: 4 }
  return {
    metadata: meta(name, metadata),
    spec: { replicas: 4, selector: { matchLabels: labels }, template: pods, ...spec },
    status: { ...counts, ...status },
  }
}

export const service = (name: string, selector: Service['spec']['selector'] = labels): Service => ({
  metadata: meta(name),
  spec: { ...(selector && { selector }) },
})

export const autoscaler = (target: Reference, more: Partial<Autoscaler> = {}): Autoscaler => ({
  metadata: meta('web'),
  spec: { scaleTargetRef: target, maxReplicas: 8 },
  ...more,
})

export const toDeployment: Reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
export const toRollout: Reference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' }

export const rollout = (name: string, spec: Rollout['spec'], more: Partial<Rollout> = {}): Rollout => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: meta(name),
  spec,
  ...more,
})

/** One that is prepared: nothing is found about it but that it is there. */
export const application = (spec: Partial<Application['spec']> = {}): Application => ({
  metadata: meta('shop', { namespace: 'argocd' }),
  spec: {
    ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'web', jsonPointers: ['/spec/replicas'] }],
    syncPolicy: { syncOptions: ['RespectIgnoreDifferences=true', 'PrunePropagationPolicy=background'] },
    ...spec,
  },
  status: { resources: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }] },
})

export interface Around extends Partial<Surroundings> {
  readonly wish?: Partial<Wish>
  readonly trial?: Trial
}

export function subjectOf({ wish: wanted, trial, ...around }: Around = {}): Subject {
  const given = around.deployment ?? deployment()
  const none = { replicaSets: [], rollouts: [], services: [], autoscalers: [], budgets: [], scaledObjects: [] }
  const empty = { ...none, verticalAutoscalers: [], applications: [], unseen: [] }
  const surroundings: Surroundings = { namespace: 'shop', deployment: given, deployments: [given], ...empty, ...around }
  const wish: Wish = { name: 'web', strategy: 'canary', scaleDown: 'progressively', ...wanted }
  const manifest = renderRollout(surroundings, wish)
  const owner = ownerOf(surroundings)
  const taken = { taken: rollout(wish.name, manifest.spec) }
  return { surroundings, wish, manifest, trial: trial ?? taken, ...(owner && { owner }) }
}

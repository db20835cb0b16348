import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../client/client.ts'
import { projectReplicaSet, projectRollout, projectService } from './project.ts'
import { SharedTemplates } from './templates.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const metadata = (over: object = {}) => ({
  ...{ name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '5', generation: 1, managedFields: [{}] },
  annotations: { [LAST_APPLIED]: '{}', kept: 'yes' },
  ...over,
})
const template = () => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'web:1' }], ofTomorrow: { x: 1 } },
})
const stored = (meta: object = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: metadata(meta),
  spec: { template: template(), ...spec },
})

describe('of a Rollout', () => {
  const templates = new SharedTemplates()
  const first = projectRollout(stored(), undefined, templates)

  test('everything is kept but what only the API server and kubectl read', () => {
    expect(first.metadata).toEqual({
      name: 'web',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: '5',
      generation: 1,
      annotations: { kept: 'yes' },
    })
    expect(first.spec.template?.spec).toHaveProperty('ofTomorrow')
  })

  test('the spec stays the same object while its generation does', () => {
    expect(projectRollout(stored({ resourceVersion: '6' }), first, templates).spec).toBe(first.spec)
    expect(projectRollout(stored({ uid: 'another' }), first, templates).spec).not.toBe(first.spec)
  })

  test('equal templates are one object, in other revisions of the spec and in other Rollouts', () => {
    expect(projectRollout(stored({ generation: 2 }, { paused: true }), first, templates).spec.template).toBe(
      first.spec.template,
    )
    expect(projectRollout(stored({ uid: 'another', name: 'api' }), undefined, templates).spec.template).toBe(
      first.spec.template,
    )
  })
})

test('of a ReplicaSet the template is dropped, except for what decisions look at', () => {
  const affinity = { podAntiAffinity: { x: 1 } }
  const view = projectReplicaSet({
    metadata: metadata({
      labels: { app: 'web' },
      ownerReferences: [
        { uid: 'guest', name: 'g' },
        { uid: 'owner', controller: true },
      ],
    }),
    spec: { replicas: 2, template: { ...template(), spec: { ...template().spec, affinity } } },
    status: { replicas: 2, fullyLabeledReplicas: 2 },
  })
  expect(view).toEqual({
    name: 'web',
    uid: 'u',
    resourceVersion: '5',
    creationTimestamp: '',
    generation: 1,
    labels: { app: 'web' },
    annotations: { kept: 'yes' },
    ownerUid: 'owner',
    otherOwners: [{ uid: 'guest', name: 'g' }],
    replicas: 2,
    minReadySeconds: 0,
    images: ['web:1'],
    templateLabels: { app: 'web' },
    templateAnnotations: {},
    podAntiAffinity: { x: 1 },
    status: { replicas: 2, readyReplicas: 0, availableReplicas: 0, observedGeneration: 0 },
  })
  const owned = projectReplicaSet({
    metadata: metadata({ ownerReferences: [{ uid: 'o', controller: true }] }),
    spec: {},
  })
  expect(owned).not.toHaveProperty('otherOwners')
})

test('of a Service the selector and its manager are kept', () => {
  const annotations = { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'web', other: 'x' }
  const view = projectService({ metadata: metadata({ annotations }), spec: { selector: { app: 'web' }, ports: [] } })
  expect(view).toMatchObject({
    selector: { app: 'web' },
    annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'web' },
  })
  expect(view.annotations).not.toHaveProperty('other')
})

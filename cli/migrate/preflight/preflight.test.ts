import { describe, expect, test } from 'vitest'
import * as make from '../testing/subject.ts'
import { type Around, subjectOf } from '../testing/subject.ts'
import { hasErrors, preflight, sorted } from './preflight.ts'

const find = (around: Around) => preflight(subjectOf(around))
const codes = (around: Around) => find(around).map(({ code }) => code)
/** `error Deployment/web HashInSelector` */
const told = (around: Around) => find(around).map(({ severity, object, code }) => `${severity} ${object} ${code}`)

const hash = { 'rollouts-pod-template-hash': 'abc' }
const instance = { 'app.kubernetes.io/instance': 'shop' }
const withLabels = (labels: object) => make.deployment('web', { template: { labels: { ...make.labels, ...labels } } })
const selecting = (labels: object) => {
  const matchLabels = { ...make.labels, ...labels }
  return make.deployment('web', { spec: { selector: { matchLabels } }, template: { labels: matchLabels } })
}
const syncOptions = (...options: string[]) => ({
  syncPolicy: { syncOptions: ['RespectIgnoreDifferences=true', 'PrunePropagationPolicy=background', ...options] },
})
const owned = (spec: object = {}): Around => ({ applications: [make.application(spec as never)] })
const respecting = make.application().spec.ignoreDifferences!

test('a plain Deployment has nothing in its way', () => {
  expect(find({})).toEqual([])
})

test('an Application that is prepared has nothing in its way but itself', () => {
  expect(told(owned())).toEqual(['info Application/shop ManagedByArgoCD'])
})

describe('the definition of Rollouts', () => {
  const rejected = (code: number): Around => ({ trial: { refused: { code, message: 'no' } } })

  test('is missing', () => {
    const unseen = [
      { kind: 'Rollout', apiVersion: 'argoproj.io/v1alpha1', why: 'NotServed', message: 'not found' },
    ] as const
    expect(codes({ unseen, ...rejected(404) })).toEqual(['RolloutsNotServed'])
  })

  test('is older than scaleDown, which others would drop (HELM#2418)', () => {
    const message = 'failed to create typed patch object: .spec.workloadRef.scaleDown: field not declared in schema'
    const trial = { refused: { code: 500, message } }
    expect(told({ trial })).toEqual(['error CustomResourceDefinition/rollouts.argoproj.io DefinitionTooOld'])
  })

  test('or a policy refuses the Rollout', () => {
    expect(told(rejected(422))).toEqual(['error Rollout/web RolloutRefused'])
  })

  test('could not be tried', () => {
    expect(told(rejected(403))).toEqual(['warning Rollout/web TrialForbidden'])
  })
})

describe('a Rollout that is there', () => {
  const spec = { workloadRef: make.toDeployment }

  test('and refers to the Deployment is the migration itself', () => {
    expect(told({ rollouts: [make.rollout('web', spec)] })).toEqual(['info Rollout/web RolloutExists'])
  })

  test('has another selector, which cannot be changed (AR#4084, AR#2105)', () => {
    const other = make.rollout('web', { ...spec, selector: { matchLabels: { app: 'other' } } })
    const same = make.rollout('web', { ...spec, selector: { matchLabels: make.labels } })
    expect(told({ rollouts: [other] })).toContain('error Rollout/web SelectorImmutable')
    expect(codes({ rollouts: [same] })).toEqual(['RolloutExists'])
  })

  test('under another name has taken the Deployment', () => {
    expect(told({ rollouts: [make.rollout('other', spec)] })).toEqual(['error Rollout/other DeploymentTaken'])
  })

  test('has the name and nothing to do with the Deployment', () => {
    expect(told({ rollouts: [make.rollout('web', { selector: { matchLabels: { app: 'b' } } })] })).toEqual([
      'error Rollout/web NameTaken',
    ])
  })
})

describe('selectors that overlap', () => {
  const wide = make.deployment('wide', {
    spec: { selector: { matchLabels: make.labels } },
    template: { labels: { ...make.labels, x: 'y' } },
  })
  const apart = make.deployment('apart', {
    spec: { selector: { matchLabels: { app: 'b' } } },
    template: { labels: { app: 'b' } },
  })

  test('are found in Deployments and Rollouts', () => {
    const given = make.deployment()
    const foreign = make.rollout('own', { selector: { matchLabels: make.labels }, template: wide.spec.template })
    expect(told({ deployment: given, deployments: [given, wide, apart], rollouts: [foreign] })).toEqual([
      'warning Deployment/wide SelectorOverlap',
      'warning Rollout/own SelectorOverlap',
    ])
  })

  test('would make the Rollout adopt a ReplicaSet of nobody', () => {
    const set = {
      metadata: make.meta('old', { labels: make.labels }),
      spec: { selector: { matchLabels: make.labels } },
    }
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true },
    ]
    const kept = { ...set, metadata: { ...set.metadata, ownerReferences } }
    expect(told({ replicaSets: [set, kept] })).toEqual(['error ReplicaSet/old OrphanedReplicaSet'])
  })
})

describe('the Deployment', () => {
  test.each([
    ['is paused', { spec: { paused: true } }, 'warning', 'DeploymentPaused'],
    ['has a rollout of its own under way', { status: { updatedReplicas: 1 } }, 'error', 'DeploymentUnderWay'],
    ['was changed a moment ago', { metadata: { generation: 2 } }, 'error', 'DeploymentUnderWay'],
    ['lacks pods', { status: { availableReplicas: 3 } }, 'warning', 'DeploymentUnavailable'],
    ['recreates', { spec: { strategy: { type: 'Recreate' } } }, 'warning', 'RecreateStrategy'],
    ['is being deleted', { metadata: { deletionTimestamp: 'now' } }, 'error', 'DeploymentDeleted'],
  ])('%s', (_, parts, severity, code) => {
    expect(told({ deployment: make.deployment('web', parts) })).toEqual([`${severity} Deployment/web ${code}`])
  })

  test('has no pods', () => {
    const status = { replicas: 0, updatedReplicas: 0, availableReplicas: 0 }
    expect(codes({ deployment: make.deployment('web', { spec: { replicas: 0 }, status }) })).toEqual([
      'DeploymentEmpty',
    ])
  })

  test('carries the hash of a Rollout’s ReplicaSet in its template (G12)', () => {
    expect(told({ deployment: withLabels(hash) })).toEqual(['warning Deployment/web HashInTemplate'])
  })

  test('or even in its selector (G12)', () => {
    expect(told({ deployment: selecting(hash) })).toEqual(['error Deployment/web HashInSelector'])
  })

  test('has its size in the manifest: just deleting it would leave one pod', () => {
    const applied = (spec: object) => ({
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec }) },
    })
    const size = make.deployment('web', { metadata: applied({ replicas: 4 }) })
    expect(find({ deployment: size })).toMatchObject([
      { code: 'ReplicasInManifest', text: expect.stringContaining('from 4 to 1') },
    ])
    expect(codes({ deployment: make.deployment('web', { metadata: applied({}) }) })).toEqual([])
  })
})

describe('labels by which Argo CD tracks', () => {
  const unseen = [{ kind: 'Application', apiVersion: 'argoproj.io/v1alpha1', why: 'NotServed', message: '' }] as const

  test.each([
    ['selector', selecting(instance), 'TrackingLabelInSelector'],
    ['template', withLabels(instance), 'TrackingLabelInTemplate'],
  ])('in the %s', (_, deployment, code) => {
    expect(told({ deployment, ...owned() })).toContain(`warning Deployment/web ${code}`)
    expect(told({ deployment, unseen })).toContain(`info Deployment/web ${code}`)
  })

  test('are only labels without Argo CD, or where it tracks by annotation', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' }
    const deployment = { ...withLabels(instance), metadata: make.meta('web', { annotations }) }
    expect(codes({ deployment, ...owned() })).toEqual(['ManagedByArgoCD'])
    expect(codes({ deployment: withLabels(instance) })).toEqual([])
  })
})

describe('Services', () => {
  const blueGreen = { strategy: 'blueGreen', activeService: 'active' } as const

  test('that select the pods are named; others are not', () => {
    const others = [make.service('other', { app: 'other' }), make.service('bare', {})]
    expect(told({ services: [make.service('web'), ...others] })).toEqual(['info Service/web ServiceSelectsPods'])
  })

  test('of a blue-green Rollout are owned by it', () => {
    expect(told({ wish: blueGreen, services: [make.service('active')] })).toEqual([
      'info Service/active ServiceSelectorOwned',
    ])
  })

  test.each([
    ['does not exist', []],
    ['selects others', [make.service('active', { app: 'other' })]],
  ])('that a blue-green Rollout names: one that %s', (_, services) => {
    expect(told({ wish: blueGreen, services })).toEqual(['error Service/active ServiceUnusable'])
  })

  test('lose the hash under server-side apply (AR#3437)', () => {
    const around = { wish: blueGreen, services: [make.service('active')] }
    expect(codes({ ...around, ...owned(syncOptions('ServerSideApply=true')) })).toContain('SelectorHashStripped')
    expect(codes({ ...around, ...owned() })).not.toContain('SelectorHashStripped')
  })
})

describe('what scales the pods', () => {
  const horizontal = make.autoscaler(make.toDeployment)
  const keda = {
    ...horizontal,
    metadata: make.meta('keda-web', {
      ownerReferences: [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'web', uid: 'k' }],
    }),
  }

  test('an autoscaler holds the hand-over, and answers for the size (AR#4110)', () => {
    expect(told({ autoscalers: [horizontal] })).toEqual([
      'warning HorizontalPodAutoscaler/web AutoscalerTargetsWorkload',
      'info Rollout/web ReplicasLeftOut',
    ])
  })

  test('one of others, or of the Rollout already, is nobody’s business', () => {
    const other = make.autoscaler({ ...make.toDeployment, name: 'other' })
    expect(codes({ autoscalers: [other] })).toEqual([])
    expect(codes({ autoscalers: [make.autoscaler(make.toRollout)] })).toEqual(['ReplicasLeftOut'])
  })

  test('several of them stand in each other’s way', () => {
    const second = { ...horizontal, metadata: make.meta('second') }
    expect(codes({ autoscalers: [horizontal, second] })).toContain('SeveralAutoscalers')
  })

  test('a ScaledObject, whose own autoscaler is not named beside it', () => {
    const scaledObjects = [{ metadata: make.meta('web'), spec: { scaleTargetRef: { name: 'web' } } }]
    expect(told({ scaledObjects, autoscalers: [keda] })).toEqual([
      'warning ScaledObject/web ScaledObjectTargetsWorkload',
      'info Rollout/web ReplicasLeftOut',
    ])
  })

  test('a vertical autoscaler', () => {
    const verticalAutoscalers = [
      { metadata: make.meta('web'), spec: { targetRef: make.toDeployment } },
      { metadata: make.meta('off'), spec: {} },
    ]
    expect(told({ verticalAutoscalers })).toEqual([
      'warning VerticalPodAutoscaler/web VerticalAutoscalerTargetsWorkload',
    ])
  })

  test('goes on with scaleDown never', () => {
    expect(codes({ autoscalers: [horizontal], wish: { scaleDown: 'never' } })).toEqual(['ReplicasLeftOut'])
  })
})

test.each([
  ['counts both fleets', make.labels, 'info', 'BudgetCountsBoth'],
  ['would miss the Rollout', { ...make.labels, 'pod-template-hash': 'abc' }, 'error', 'BudgetMissesRollout'],
])('a disruption budget that %s', (_, matchLabels, severity, code) => {
  const budgets = [{ metadata: make.meta('web'), spec: { selector: { matchLabels } } }]
  expect(told({ budgets })).toEqual([`${severity} PodDisruptionBudget/web ${code}`])
})

test('a disruption budget of others is left out', () => {
  expect(codes({ budgets: [{ metadata: make.meta('b'), spec: { selector: { matchLabels: { app: 'b' } } } }] })).toEqual(
    [],
  )
})

describe('an Argo CD Application', () => {
  test('that would scale the Deployment up again (AR#4935)', () => {
    const bare = find(owned({ ignoreDifferences: [], syncPolicy: { automated: { selfHeal: true } } }))
    expect(bare.map(({ code }) => code)).toEqual(['ManagedByArgoCD', 'ForegroundPruning', 'ReplicasNotIgnored'])
    expect(bare.at(-1)?.text).toContain('self-heal')
    expect(find(owned({ syncPolicy: { syncOptions: ['PrunePropagationPolicy=background'] } }))).toMatchObject([
      {},
      { code: 'ReplicasNotIgnored', text: expect.stringContaining('RespectIgnoreDifferences=true is missing') },
    ])
  })

  test.each([
    [{ kind: 'Rollout', jqPathExpressions: ['.spec.template.spec.containers[].image'] }, true],
    [{ kind: 'Rollout', jqPathExpressions: ['.spec.strategy.canary.steps[0]'] }, true],
    [{ kind: 'Rollout', jsonPointers: ['/spec/template/spec/containers/0/image'] }, true],
    [{ kind: 'Rollout', jqPathExpressions: ['.metadata.annotations["a.b/c"]'] }, false],
    [{ kind: 'Rollout', jsonPointers: ['/metadata/annotations/v1.2'] }, false],
  ])('that ignores inside a list freezes it (CD#23283, CD#26588): %j', (rule, isInside) => {
    const found = find(owned({ ignoreDifferences: [...respecting, rule] }))
    expect(found.some(({ code }) => code === 'IgnoreInsideArray')).toBe(isInside)
    expect(hasErrors(found)).toBe(isInside)
  })

  test('that replaces', () => {
    expect(codes(owned(syncOptions('Replace=true')))).toContain('ReplaceOption')
  })

  test('that an ApplicationSet writes', () => {
    const ownerReferences = [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: 'all', uid: 'a' }]
    const { metadata, ...rest } = make.application()
    expect(codes({ applications: [{ ...rest, metadata: { ...metadata, ownerReferences } }] })).toContain(
      'ApplicationGenerated',
    )
  })

  test.each([
    ['shop:apps/Deployment:shop/web', ['ManagedByArgoCD', 'ApplicationUnread']],
    ['team_shop:apps/Deployment:shop/web', ['ManagedByArgoCD', 'ApplicationUnread']],
    ['shop:apps/Deployment:shop/another', []],
  ])('is known by the tracking id %s even where it cannot be read', (id, expected) => {
    const deployment = make.deployment('web', { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': id } } })
    expect(codes({ deployment })).toEqual(expected)
  })
})

test('what was not looked at is said', () => {
  const unseen = [
    { kind: 'ScaledObject', apiVersion: 'keda.sh/v1alpha1', why: 'NotServed', message: '' },
    { kind: 'Application', apiVersion: 'argoproj.io/v1alpha1', why: 'Forbidden', message: 'applications is forbidden' },
  ] as const
  expect(told({ unseen })).toEqual(['info ScaledObject NotServed', 'warning Application NotReadable'])
})

test('errors are told first', () => {
  const found = find({
    deployment: selecting(hash),
    services: [make.service('web')],
    autoscalers: [make.autoscaler(make.toDeployment)],
  })
  expect(sorted(found.toReversed()).map(({ severity }) => severity)).toEqual(['error', 'warning', 'info', 'info'])
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const manifest = (path: string) => readFileSync(new URL(`../manifests/${path}`, import.meta.url), 'utf8')
const rules = (path: string) => (parse(manifest(path)) as { readonly rules: readonly Rule[] }).rules
const cluster = rules('rbac/cluster/cluster-role.yaml')

describe('the roles that are shipped', () => {
  test('are the same for all namespaces and for one', () => {
    expect(rules('rbac/namespace/role.yaml')).toEqual(cluster)
  })

  test('grant nothing by wildcard, and no look at secrets or configuration', () => {
    const granted = cluster.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs])
    expect(granted).not.toContain('*')
    expect(granted).not.toContain('secrets')
    expect(granted).not.toContain('configmaps')
  })

  test('let the controller write no more than it patches (G5)', () => {
    const writes = cluster.flatMap(({ resources, verbs }) =>
      resources.flatMap(resource =>
        verbs.filter(verb => !['get', 'list', 'watch'].includes(verb)).map(verb => `${verb} ${resource}`),
      ),
    )
    expect(writes.toSorted()).toEqual([
      'create events',
      'create pods/eviction',
      'create replicasets',
      'delete replicasets',
      'patch deployments/scale',
      'patch deployments/status',
      'patch events',
      'patch pods',
      'patch replicasets',
      'patch rollouts',
      'patch rollouts/status',
      'patch services',
      'update rollouts/finalizers',
    ])
  })
})

test('the deployment listens on all addresses of its pod, where the probes come from', () => {
  const { spec } = parse(manifest('install/base/deployment.yaml'))
  expect(spec.template.spec.containers[0].args).toContain('--bind-address=0.0.0.0')
})

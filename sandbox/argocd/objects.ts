/** Objects that tests of the stand-in commit, and the one definition that they need. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Api } from '../api.ts'

const definition = parse(readFileSync(join(import.meta.dirname, '../../manifests/crds/rollout-crd.yaml'), 'utf8'))

export async function serveRollouts(api: Api): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  await api.request({ method: 'POST', path, body: definition })
}

/** Collections in the namespace of the tests. */
export const deployments = '/apis/apps/v1/namespaces/default/deployments'
export const services = '/api/v1/namespaces/default/services'
export const rollouts = '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts'
export const jobs = '/apis/batch/v1/namespaces/default/jobs'

export const labels = { app: 'web' }

export const deployment = (spec: object = {}, image = 'shop/web:1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
    ...spec,
  },
})
export const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: labels, ports: [{ port: 80 }] },
}
export const rollout = (container: object, spec: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: labels },
    strategy: { canary: {} },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'shop/web:1', ...container }] } },
    ...spec,
  },
})

/** A hook; its pod runs this command. */
export const job = (name: string, hook: string, annotations: object = {}, command = 'sleep 3') => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, annotations: { 'argocd.argoproj.io/hook': hook, ...annotations } },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'job', image: 'busybox:1', command: ['sh', '-c', command] }],
      },
    },
  },
})

export const healing = { automated: { selfHeal: true, prune: true } }

/** Objects that scenarios begin with. What a scenario is about stands in the scenario; the rest of a valid object stands here. */
import type { KubeObject } from '../../../sandbox/api.ts'

const labels = { app: 'web' }

/** The template of every version; `pod` holds annotations of the pods, `container` what differs from a server that is ready at once. */
export const template = (image = 'shop/web:1', pod: object = {}, container: object = {}) => ({
  metadata: { labels, ...(Object.keys(pod).length > 0 && { annotations: pod }) },
  spec: { containers: [{ name: 'app', image, ...container }] },
})

const rollout = (strategy: object, spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'web' },
  spec: { replicas: 4, selector: { matchLabels: labels }, strategy, template: template(), ...spec },
})

export const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: labels, ports: [{ port: 80 }] },
})

export const deployment = (spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'legacy' },
  spec: { replicas: 4, selector: { matchLabels: labels }, template: template(), ...spec },
})

/** An autoscaler between 2 and 10 pods whose metric is at its target: it is content with what it finds. */
export const autoscaler = (kind: 'Deployment' | 'Rollout', name: string): string => {
  const apiVersion = kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'
  const target = { type: 'Utilization', averageUtilization: 50 }
  return text({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', annotations: { 'sandbox.slipway.dev/metrics': '{"cpu": {"utilization": 50}}' } },
    spec: {
      scaleTargetRef: { apiVersion, kind, name },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  })
}

/** A canary of four pods, with the Services that it names. */
export const canary = (strategy: object = {}, spec: object = {}): string => {
  const { stableService, canaryService } = strategy as { [field: string]: string | undefined }
  const services = [stableService, canaryService].filter(name => name !== undefined).map(service)
  return text(...services, rollout({ canary: strategy }, spec))
}

/** A blue-green Rollout of four pods with the Services `active` and `preview`. */
export const blueGreen = (strategy: object = {}, spec: object = {}): string =>
  text(
    service('active'),
    service('preview'),
    rollout({ blueGreen: { activeService: 'active', previewService: 'preview', ...strategy } }, spec),
  )

/** A canary that takes its pods' template from the Deployment `legacy`. */
export const referring = (workloadRef: object = {}, strategy: object = {}, spec: object = {}): string => {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', ...workloadRef }
  return text(rollout({ canary: strategy }, { selector: undefined, template: undefined, workloadRef: ref, ...spec }))
}

/** JSON is YAML. */
export const text = (...objects: object[]): string => objects.map(object => JSON.stringify(object)).join('\n---\n')

/** The Rollouts whose requests are counted: those of the goals in docs/bench.md. */
import type { KubeObject } from '../../sandbox/api.ts'

const canary = { canary: { steps: [{ setWeight: 20 }, { pause: { duration: '1s' } }, { setWeight: 60 }] } }

const blueGreen = (name: string) => ({
  blueGreen: { activeService: `${name}-active`, previewService: `${name}-preview`, scaleDownDelaySeconds: 5 },
})

/** Pods that are ready as soon as they are made, as in the bench that the goals are of; else they take as long as the sandbox's do, 1.8 s. */
export const atOnce = { 'sandbox.slipway.dev/start-after': '0s' }

/** Five pods; `setWeight: 20`, a pause of a second, `setWeight: 60`. */
export const canaryOf = (name: string, pod = {}): readonly KubeObject[] => [rollout(name, canary, pod)]

/** Five pods, promoted by itself; the old ones stay for five seconds. */
export const blueGreenOf = (name: string, pod = {}): readonly KubeObject[] => [
  service(`${name}-active`, name),
  service(`${name}-preview`, name),
  rollout(name, blueGreen(name), pod),
]

function rollout(name: string, strategy: object, annotations: object): KubeObject {
  const labels = { app: name }
  const template = { metadata: { labels, annotations }, spec: { containers: [{ name: 'app', image: 'shop/web:1' }] } }
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: { replicas: 5, selector: { matchLabels: labels }, strategy, template },
  }
}

function service(name: string, app: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app }, ports: [{ port: 80 }] },
  }
}

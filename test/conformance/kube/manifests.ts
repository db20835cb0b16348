/** Small objects that many cases start from. */

export const podTemplate = (app: string, image = 'shop/web:1') => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'web', image }] },
})

export const pod = (name: string, labels: object = { app: name }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'web', image: 'shop/web:1' }] },
})

export const deployment = (name: string, replicas: number, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: podTemplate(name), ...spec },
})

export const replicaSet = (name: string, replicas: number, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: podTemplate(name), ...spec },
})

export const service = (name: string, selector: object = { app: name }) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector, ports: [{ port: 80 }] },
})

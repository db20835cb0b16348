import type { Json, Kube } from './client.ts'

/** A CustomResourceDefinition in a group of its own, so that files can run beside each other. */
export function definition(
  group: string,
  kind: string,
  schema: object,
  more: { spec?: object; version?: object } = {},
) {
  const singular = kind.toLowerCase()
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema: { type: 'object', properties: { metadata: { type: 'object' }, ...schema } } },
    ...more.version,
  }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      versions: [version],
      ...more.spec,
    },
  }
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** Creates the definition and waits on a watch until it is established and served. */
export async function establish(kube: Kube, body: ReturnType<typeof definition>): Promise<Json> {
  const made = await kube.create(DEFINITIONS, body)
  kube.atEnd(() => kube.send('DELETE', `${DEFINITIONS}/${body.metadata.name}`))
  const query = `watch=true&fieldSelector=metadata.name%3D${body.metadata.name}`
  const watch = await kube.watch(`${DEFINITIONS}?${query}&resourceVersion=${made.metadata.resourceVersion}`)
  const { object } = await watch.until(event => isEstablished(event.object))
  watch.close()
  return object
}

const isEstablished = (object: Json) =>
  object.status?.conditions?.some((condition: Json) => condition.type === 'Established' && condition.status === 'True')

/**
 * Applications as objects of the cluster, where a real Argo CD keeps them: `slipway migrate plan` reads there what their owner does. Only in the
 * embedded cluster: in another one they would be taken up by an Argo CD that runs there.
 */
import type { Api, KubeObject } from '../sandbox/api.ts'
import { controlNamespace, type Definition } from '../sandbox/argocd/application/definition.ts'

const group = 'argoproj.io'
const names = { kind: 'Application', listKind: 'ApplicationList', plural: 'applications', singular: 'application' }
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${names.plural}.${group}` },
  spec: {
    group,
    names,
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
}
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: controlNamespace } }

export async function publish(api: Api, applications: readonly Definition[]): Promise<void> {
  const collection = `/apis/${group}/v1alpha1/namespaces/${controlNamespace}/${names.plural}`
  await apply(api, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`, definition)
  await apply(api, `/api/v1/namespaces/${controlNamespace}`, namespace)
  for (const { name, spec } of applications.filter(application => application.spec.source))
    await apply(api, `${collection}/${name}`, {
      apiVersion: `${group}/v1alpha1`,
      kind: names.kind,
      metadata: { name, namespace: controlNamespace },
      spec,
    })
}

async function apply(api: Api, path: string, body: KubeObject): Promise<void> {
  const contentType = 'application/apply-patch+yaml'
  await api.request({ method: 'PATCH', path: `${path}?fieldManager=argocd&force=true`, contentType, body })
}

import type { KubeObject } from '../../api.ts'

const RBAC = 'rbac.authorization.k8s.io'

/** `stringData` is written only: it ends up in `data`, as base64. */
export function defaultSecret(secret: KubeObject): void {
  const { stringData } = secret
  if (stringData) {
    const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')])
    secret.data = { ...secret.data, ...Object.fromEntries(encoded) }
    delete secret.stringData
  }
  secret.type ??= 'Opaque'
}

export function defaultNamespace(namespace: KubeObject): void {
  const { metadata } = namespace
  if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name }
  namespace.status.phase ??= 'Active'
}

export function createNamespace(namespace: KubeObject): void {
  namespace.status = { phase: 'Active' }
  namespace.spec = { ...namespace.spec, finalizers: ['kubernetes'] }
}

/** The not-ready taint of a real cluster, which its node controller takes away again, is left out. */
export function defaultNode({ status }: KubeObject): void {
  if (status.capacity) status.allocatable ??= { ...status.capacity }
}

export function defaultBinding({ roleRef, subjects = [] }: KubeObject): void {
  if (!roleRef.apiGroup) roleRef.apiGroup = RBAC
  for (const subject of subjects) if (subject.kind !== 'ServiceAccount') subject.apiGroup ??= RBAC
}

export function defaultEndpoints({ subsets = [] }: KubeObject): void {
  for (const { ports = [] } of subsets) for (const port of ports) port.protocol ??= 'TCP'
}

export function defaultEndpointSlice({ ports }: KubeObject): void {
  for (const port of ports ?? []) {
    port.name ??= ''
    port.protocol ??= 'TCP'
  }
}

export function defaultClaim({ spec, status }: KubeObject): void {
  spec.volumeMode ??= 'Filesystem'
  status.phase ??= 'Pending'
}

export function defaultCrd({ spec }: KubeObject): void {
  const { names = {} } = spec
  if (names.kind) {
    names.singular ??= names.kind.toLowerCase()
    names.listKind ??= `${names.kind}List`
  }
  spec.conversion ??= { strategy: 'None' }
}

/** Before anybody accepted its names. */
export function createCrd(crd: KubeObject): void {
  const stored = (crd.spec.versions ?? []).filter((version: { storage?: boolean }) => version.storage)
  const storedVersions = stored.map((version: { name: string }) => version.name)
  crd.status = { acceptedNames: { kind: '', plural: '' }, conditions: null, storedVersions }
}

import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import { apiVersionOf } from '../kinds.ts'
import { subresourcesOf, verbsOf } from './verbs.ts'

/** A group with its versions, the preferred one first. */
interface Group {
  readonly name: string
  readonly versions: readonly { readonly version: string; readonly kinds: readonly Kind[] }[]
}

/** Kinds by group and version; a version that is newer and more stable comes first, as in `kubectl api-versions`. */
export function groupsOf(kinds: readonly Kind[]): Group[] {
  const groups = Map.groupBy(kinds, kind => kind.group)
  return [...groups].map(([name, members]) => ({
    name,
    versions: [...Map.groupBy(members, kind => kind.version)]
      .map(([version, inVersion]) => ({ version, kinds: inVersion.toSorted((a, b) => (a.plural < b.plural ? -1 : 1)) }))
      .sort((a, b) => rank(b.version) - rank(a.version)),
  }))
}

/** v2 before v1, v1 before v1beta2, v1beta1 before v1alpha1. */
function rank(version: string): number {
  const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? []
  return { '': 2e6, beta: 1e6, alpha: 0 }[stage]! + Number(major) * 1000 + Number(minor)
}

/** `/apis` and `/api` in one document each, for clients that ask for `as=APIGroupDiscoveryList`. */
export function aggregatedDiscovery(kinds: readonly Kind[], isCore: boolean, version: string): KubeObject {
  const groups = groupsOf(kinds).filter(group => (group.name === '') === isCore)
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name ? { name } : {},
      versions: versions.map(one => ({
        version: one.version,
        resources: one.kinds.map(renderResource),
        freshness: 'Current',
      })),
    })),
  }
}

function renderResource(kind: Kind) {
  const subresources = subresourcesOf(kind).map(({ name, verbs, gvk }) => ({
    subresource: name,
    responseKind: gvk ?? gvkOf(kind),
    verbs,
  }))
  return {
    resource: kind.plural,
    responseKind: gvkOf(kind),
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: verbsOf(kind),
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    ...(subresources.length > 0 && { subresources }),
  }
}

const gvkOf = ({ group, version, kind }: Kind) => ({ group, version, kind })

export function apiVersions(host: string): KubeObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  } as unknown as KubeObject
}

export function apiGroupList(kinds: readonly Kind[]): KubeObject {
  const groups = groupsOf(kinds)
    .filter(group => group.name !== '')
    .map(renderGroup)
  return { kind: 'APIGroupList', apiVersion: 'v1', groups } as unknown as KubeObject
}

/** `/apis/GROUP`; undefined for a group that has no kind. */
export function apiGroup(kinds: readonly Kind[], name: string): KubeObject | undefined {
  const group = name ? groupsOf(kinds).find(one => one.name === name) : undefined
  return group && ({ kind: 'APIGroup', apiVersion: 'v1', ...renderGroup(group) } as unknown as KubeObject)
}

function renderGroup({ name, versions }: Group) {
  const rendered = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: rendered, preferredVersion: rendered[0] }
}

/** `/api/v1`, `/apis/GROUP/VERSION`; undefined for a version that has no kind. */
export function apiResourceList(kinds: readonly Kind[], group: string, version: string): KubeObject | undefined {
  const members = kinds.filter(kind => kind.group === group && kind.version === version)
  if (members.length === 0) return undefined
  const resources = members.flatMap(kind => [
    listed(kind),
    ...subresourcesOf(kind).map(one => listedSubresource(kind, one)),
  ])
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(members[0]!),
    resources: resources.sort((a, b) => (a.name < b.name ? -1 : 1)),
  } as unknown as KubeObject
}

function listed(kind: Kind) {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
  }
}

function listedSubresource(kind: Kind, { name, verbs, gvk }: ReturnType<typeof subresourcesOf>[number]) {
  return {
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...(gvk ?? { kind: kind.kind }),
    verbs,
  }
}

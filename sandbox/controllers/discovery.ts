/** Every resource that can be listed and deleted, by discovery: what garbage collection and namespace deletion work on. */
import type { Api, KubeObject } from '../api.ts'
import type { Resource } from './loop/resource.ts'

interface Listed {
  readonly name: string
  readonly kind: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
}

/** The preferred version of each group. A group that does not answer is left out. */
export async function discover(api: Api): Promise<Resource[]> {
  const { groups } = await api.request({ method: 'GET', path: '/apis' })
  const versions = ['v1', ...groups.map((group: KubeObject) => group.preferredVersion.groupVersion)] as string[]
  const found = await Promise.all(versions.map(version => resourcesOf(api, version)))
  return found.flat()
}

async function resourcesOf(api: Api, groupVersion: string): Promise<Resource[]> {
  const [version = '', group = ''] = groupVersion.split('/').reverse()
  const path = group === '' ? `/api/${version}` : `/apis/${groupVersion}`
  const { resources } = await api.request({ method: 'GET', path }).catch(() => ({ resources: [] }))
  return (resources as Listed[])
    .filter(({ verbs }) => ['list', 'watch', 'delete'].every(verb => verbs.includes(verb)))
    .map(({ name, kind, namespaced }) => ({ group, version, plural: name, kind, namespaced }))
}

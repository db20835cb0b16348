/** The scale subresource of any kind, found by discovery. */
import { ApiError, type KubeObject } from '../api.ts'
import { pathOf, type Resource } from './loop/resource.ts'
import type { View } from './loop/view.ts'

export interface ScaleTarget {
  readonly path: string
}

/** Where the scale of an object is; undefined when its kind is not served. */
export async function scaleTargetOf(
  view: View,
  namespace: string,
  { apiVersion, kind, name }: { readonly apiVersion: string; readonly kind: string; readonly name: string },
): Promise<ScaleTarget | undefined> {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  const root = group === '' ? `/api/${version}` : `/apis/${apiVersion}`
  const list = await absentOn404(view.api.request({ method: 'GET', path: root }))
  const row = list?.resources.find((one: KubeObject) => one.kind === kind && !one.name.includes('/'))
  if (!row) return undefined
  const resource: Resource = { group, version, kind, plural: row.name, namespaced: row.namespaced }
  return { path: pathOf(resource, namespace, name, 'scale') }
}

export const readScale = (view: View, { path }: ScaleTarget): Promise<KubeObject | undefined> =>
  absentOn404(view.api.request({ method: 'GET', path }))

export const writeScale = (
  view: View,
  { path }: ScaleTarget,
  scale: KubeObject,
  replicas: number,
): Promise<KubeObject> =>
  view.api.request({ method: 'PUT', path, body: { ...scale, spec: { ...scale.spec, replicas } } })

const absentOn404 = (answer: Promise<KubeObject>): Promise<KubeObject | undefined> =>
  answer.catch(error => {
    if (error instanceof ApiError && error.code === 404) return undefined
    throw error
  })

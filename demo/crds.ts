/** Our CRDs on a cluster: installed where the cluster is ours, or where the user asked for it; otherwise what is missing is said. */
import { globSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Api, ApiError, type KubeObject } from '../sandbox/api.ts'

const folder = new URL('../manifests/crds/', import.meta.url).pathname
const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

function readCrds(): KubeObject[] {
  return globSync(`${folder}*.yaml`)
    .sort()
    .map(file => parse(readFileSync(file, 'utf8')) as KubeObject)
}

/** Server-side apply: the definitions are larger than client-side apply's annotation may be (contract rollout 1.5). */
export async function installCrds(api: Api): Promise<void> {
  for (const crd of readCrds()) {
    const path = `${collection}/${crd.metadata.name}?fieldManager=slipway&force=true`
    await api.request({ method: 'PATCH', path, contentType: 'application/apply-patch+yaml', body: crd })
  }
}

/** Throws with the names of those that the cluster does not have, and the remedy. */
export async function requireCrds(api: Api): Promise<void> {
  const missing: string[] = []
  for (const { metadata } of readCrds()) {
    const found = await api.request({ method: 'GET', path: `${collection}/${metadata.name}` }).catch(absent)
    if (!found) missing.push(metadata.name)
  }
  if (missing.length > 0)
    throw new Error(
      `the cluster lacks the CustomResourceDefinitions ${missing.join(', ')}: add --install-crds, or apply manifests/crds with kubectl apply --server-side`,
    )
}

function absent(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.code !== 404) throw error
}

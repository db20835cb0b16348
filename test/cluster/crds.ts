import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'yaml'
import { type Api, ApiError } from '../../sandbox/api.ts'

const CRDS = new URL('../../manifests/crds/', import.meta.url)

/** Applies our CRDs and waits until they are served. */
export async function installCrds(api: Api): Promise<void> {
  for (const name of readdirSync(CRDS).filter(name => name.endsWith('.yaml'))) {
    const body = parse(readFileSync(new URL(name, CRDS), 'utf8'))
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${body.metadata.name}`
    const contentType = 'application/apply-patch+yaml'
    await api.request({ method: 'PATCH', path: `${path}?fieldManager=slipway&force=true`, body, contentType })
    while (!(await isServed(api, `/apis/argoproj.io/v1alpha1/${body.spec.names.plural}`))) await pause(100)
  }
}

async function isServed(api: Api, path: string): Promise<boolean> {
  try {
    await api.request({ method: 'GET', path })
    return true
  } catch (error) {
    // Not yet known, or known and not yet ready.
    if (error instanceof ApiError && [404, 429, 503].includes(error.code)) return false
    throw error
  }
}

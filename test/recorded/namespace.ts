import { ApiError, type KubeObject } from '../../sandbox/api.ts'
import type { Host } from './host.ts'

/** Creates it, after an earlier one of the name has gone away. */
export async function createNamespace({ api, now, passTo }: Host, name: string): Promise<void> {
  const body = { metadata: { name } } as KubeObject
  for (const end = now() + 60_000; ; ) {
    try {
      await api.request({ method: 'POST', path: '/api/v1/namespaces', body })
      return
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409) || now() > end) throw error
      await passTo(now() + 500)
    }
  }
}

export async function deleteNamespace({ api }: Host, name: string): Promise<void> {
  await api.request({ method: 'DELETE', path: `/api/v1/namespaces/${name}` })
}

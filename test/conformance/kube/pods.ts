import type { Json, Kube } from './client.ts'

/** Says of a pod what a kubelet would say when its containers run and are ready, or no longer are. */
export async function makeReady(kube: Kube, pod: Json, ready = true): Promise<Json> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const condition = (type: string, is: boolean) => ({ type, status: is ? 'True' : 'False', lastTransitionTime: now })
  const { namespace, name } = pod.metadata
  return kube.merge(`/api/v1/namespaces/${namespace}/pods/${name}/status`, {
    status: {
      phase: 'Running',
      podIP: '10.244.0.7',
      podIPs: [{ ip: '10.244.0.7' }],
      conditions: [
        condition('PodScheduled', true),
        condition('Initialized', true),
        condition('ContainersReady', ready),
        condition('Ready', ready),
      ],
    },
  })
}

/** The same of a pod that its controller may take away meanwhile. */
export async function makeReadyUnlessGone(kube: Kube, pod: Json): Promise<void> {
  await makeReady(kube, pod).catch(error => {
    if (!`${error}`.includes('/status: 404 ')) throw error
  })
}

/** A node to bind pods to: only pods on a node are endpoints, and only they wait for their grace. */
export async function makeNode(kube: Kube, ns: string): Promise<string> {
  const name = `node-of-${ns}`
  await kube.create('/api/v1/nodes', { metadata: { name } })
  kube.atEnd(() => kube.send('DELETE', `/api/v1/nodes/${name}`))
  return name
}

/** The pods that a selector chooses, once there are as many as wanted. */
export async function podsOf(kube: Kube, ns: string, selector: string, count: number): Promise<Json[]> {
  return until(async () => {
    const { items } = await kube.get(`/api/v1/namespaces/${ns}/pods?labelSelector=${encodeURIComponent(selector)}`)
    const alive = items.filter((pod: Json) => !pod.metadata.deletionTimestamp)
    return alive.length === count ? alive : undefined
  }, `${count} pods of ${selector}`)
}

/** Reads until there is an answer; controllers answer in their own time. */
export async function until<T>(read: () => Promise<T | undefined | false>, what: string, within = 30_000): Promise<T> {
  const end = Date.now() + within
  for (;;) {
    const answer = await read()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${within / 1000} s for ${what}`)
    await new Promise(done => setTimeout(done, 50))
  }
}

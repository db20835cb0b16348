/** The little of Kubernetes that a rollout needs around it: ReplicaSets make pods, pods become ready, counts follow. */
import { formatTime } from '../kube/time.ts'
import type { Cluster, Pod, ReplicaSet } from './objects.ts'

/** Every ReplicaSet brings its pods to its size; pods that are not ready go first. Counts are those of afterwards. */
export function syncReplicaSets(cluster: Cluster): Cluster {
  return syncWorkload(countPods(cluster.replicaSets.reduce(syncPods, cluster)))
}

/** A referenced Deployment is no more than its counts here: what it has too many goes at once, what it lacks comes up one by one. */
function syncWorkload(cluster: Cluster): Cluster {
  const { workload } = cluster
  if (workload.state !== 'resolved' || !workload.counts || workload.replicas === undefined) return cluster
  const { replicas, generation } = workload
  if (workload.counts.replicas === replicas && workload.counts.observedGeneration === generation) return cluster
  const availableReplicas = Math.min(replicas, workload.counts.availableReplicas)
  const counts = { replicas, availableReplicas, observedGeneration: generation }
  return { ...cluster, version: cluster.version + 1, workload: { ...workload, counts } }
}

/** One more pod of the Deployment becomes available; undefined when all are. */
export function readyWorkload(cluster: Cluster): Cluster | undefined {
  const { workload } = cluster
  if (workload.state !== 'resolved' || !workload.counts) return undefined
  const { replicas, availableReplicas } = workload.counts
  if (availableReplicas >= replicas) return undefined
  const counts = { ...workload.counts, availableReplicas: availableReplicas + 1 }
  return { ...cluster, version: cluster.version + 1, workload: { ...workload, counts } }
}

function syncPods(cluster: Cluster, rs: ReplicaSet): Cluster {
  const mine = podsOf(cluster, rs)
  const missing = rs.spec.replicas - mine.length
  if (missing > 0) {
    const made = Array.from({ length: missing }, (_, index) => newPod(cluster, rs, index))
    return { ...cluster, version: cluster.version + missing, pods: [...cluster.pods, ...made] }
  }
  const leaving = [...mine].sort((a, b) => Number(a.ready) - Number(b.ready)).slice(0, -missing || 0)
  return missing === 0 ? cluster : { ...cluster, pods: cluster.pods.filter(pod => !leaving.includes(pod)) }
}

function newPod(cluster: Cluster, rs: ReplicaSet, index: number): Pod {
  const version = cluster.version + 1 + index
  const { labels = {}, annotations = {} } = rs.spec.template.metadata ?? {}
  const metadata = {
    name: `${rs.metadata.name}-${version}`,
    namespace: cluster.rollout.metadata.namespace,
    uid: `pod-${version}`,
    resourceVersion: String(version),
    creationTimestamp: formatTime(cluster.now),
    labels,
    annotations,
  }
  return { kind: 'Pod', metadata, ownerUid: rs.metadata.uid, ready: false }
}

export function podsOf(cluster: Cluster, rs: ReplicaSet): readonly Pod[] {
  return cluster.pods.filter(pod => pod.ownerUid === rs.metadata.uid)
}

/** status of every ReplicaSet from its pods; an unchanged one keeps its resourceVersion. */
export function countPods(cluster: Cluster): Cluster {
  let version = cluster.version
  const replicaSets = cluster.replicaSets.map(rs => {
    const pods = podsOf(cluster, rs)
    const ready = pods.filter(pod => pod.ready).length
    const { replicas, readyReplicas, observedGeneration } = rs.status
    const { generation } = rs.metadata
    if (replicas === pods.length && readyReplicas === ready && observedGeneration === generation) return rs
    version += 1
    const status = {
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: generation,
    }
    return { ...rs, metadata: { ...rs.metadata, resourceVersion: String(version) }, status }
  })
  return { ...cluster, version, replicaSets }
}

/** Makes a pod ready or not. */
export function setReady(cluster: Cluster, name: string, ready: boolean): Cluster {
  const pods = cluster.pods.map(pod => (pod.metadata.name === name ? { ...pod, ready } : pod))
  return countPods({ ...cluster, pods })
}

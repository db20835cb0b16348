import { REAL_CLUSTER, type Target, realTarget } from './target.ts'

/** The server under test: the real cluster when one is named, else a new embedded one. */
export async function openTarget(): Promise<Target> {
  const kubeconfig = process.env[REAL_CLUSTER]
  if (kubeconfig) return realTarget(kubeconfig)
  throw new Error('embedded')
}

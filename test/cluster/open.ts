import { embeddedTarget } from './embedded.ts'
import { REAL_CLUSTER, realTarget, type Target } from './target.ts'

/** The server under test: the real cluster when one is named, else a new embedded one. */
export async function openTarget(): Promise<Target> {
  const kubeconfig = process.env[REAL_CLUSTER]
  return kubeconfig ? realTarget(kubeconfig) : embeddedTarget()
}

import { stringify } from 'yaml'
import type { Manifest } from '../rollout/manifest.ts'

const heading = `# Takes its pods from the Deployment below spec.workloadRef: keep changing the template there.
# Steps apply from the next version on; add them when the Deployment is drained.
`

export function renderManifest(manifest: Manifest): string {
  return heading + stringify(manifest, { lineWidth: 0 })
}

import type { KubeObject } from '../api.ts'

/** One write. `object` of a DELETED change is the last state, with the revision of the deletion, as a real server reports it. */
export interface Change {
  readonly revision: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** Where the object is stored: `apps/replicasets`, `/pods`. Versions of one resource share it. */
  readonly resource: string
  /** `namespace/name`, or `/name` of a cluster-wide object. */
  readonly key: string
  readonly object: KubeObject
  readonly previous?: KubeObject
}

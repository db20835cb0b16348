/**
 * The value of `pod-template-hash`: a short hash of the template's JSON. It is not the value that a real Deployment controller
 * computes (that hashes Go's own dump of the struct): a ReplicaSet is found by its template, so the hash only has to differ
 * where templates differ.
 */
import { anyJson } from '../../../core/kube/canonical.ts'
import { shortHash } from '../../../core/kube/hash.ts'

export const templateHash = (template: unknown, collisionCount?: number): string =>
  shortHash(anyJson(template), collisionCount)

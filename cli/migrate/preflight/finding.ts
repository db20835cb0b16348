/** What somebody should know, or has to change, before a Deployment is taken over. */
import type { Surroundings } from '../cluster/gather.ts'
import type { Manifest } from '../rollout/manifest.ts'
import type { Trial } from '../rollout/trial.ts'
import type { Wish } from '../rollout/wish.ts'
import type { Owner } from './owner.ts'

/** An error stops `apply`; a warning is for people to weigh; an info is what will be so. */
export type Severity = 'error' | 'warning' | 'info'

export interface Finding {
  readonly code: string
  readonly severity: Severity
  /** `<Kind>/<name>` of what it is about. */
  readonly object: string
  readonly text: string
  readonly remedy?: string
}

/** All that a rule may look at. */
export interface Subject {
  readonly surroundings: Surroundings
  readonly wish: Wish
  readonly manifest: Manifest
  readonly trial: Trial
  /** The Argo CD Application that the Deployment belongs to. */
  readonly owner?: Owner
}

export type Rule = (subject: Subject) => readonly Finding[]

type Say = (code: string, object: string, text: string, remedy?: string) => Finding

const saying =
  (severity: Severity): Say =>
  (code, object, text, remedy) => ({ code, severity, object, text, ...(remedy === undefined ? {} : { remedy }) })

export const error = saying('error')
export const warning = saying('warning')
export const info = saying('info')

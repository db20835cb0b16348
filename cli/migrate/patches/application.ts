/** What an Argo CD Application needs before a Rollout takes over: the Deployment's size is nobody's difference any more (contract argocd 8.4). */
import { type Document, isSeq } from 'yaml'
import { servicesOf } from '../../../core/services/cleanup.ts'
import type { Application, IgnoreRule, Rollout } from '../cluster/objects.ts'
import type { Subject } from '../preflight/finding.ts'
import { ignoresReplicas, REPLICAS_POINTER } from '../preflight/ignore-rules.ts'
import { HASH_POINTER } from '../preflight/services.ts'
import { isServerSide } from '../preflight/sync-options.ts'

/** Never a rule inside a list: that would freeze the list (CD#26588). */
export function rulesFor(subject: Subject, application: Pick<Application, 'spec'>): readonly IgnoreRule[] {
  const { namespace, deployment } = subject.surroundings
  const { name } = deployment.metadata
  const size: IgnoreRule = { group: 'apps', kind: 'Deployment', name, namespace, jsonPointers: [REPLICAS_POINTER] }
  const services = isServerSide(application as Application) ? servicesOf(subject.manifest as unknown as Rollout) : []
  return [
    ...(ignoresReplicas(application, name) ? [] : [size]),
    ...services.map(
      (service): IgnoreRule => ({ group: '', kind: 'Service', name: service, namespace, jsonPointers: [HASH_POINTER] }),
    ),
  ]
}

export const neededOptions = ['RespectIgnoreDifferences=true', 'PrunePropagationPolicy=background'] as const

export function prepareApplication(subject: Subject): (document: Document) => void {
  return document => {
    const application = document.toJS() as Application
    for (const rule of rulesFor(subject, application)) append(document, ['spec', 'ignoreDifferences'], rule)
    for (const option of neededOptions) setOption(document, option)
  }
}

/** Another value of the same option is replaced where it stands. */
function setOption(document: Document, option: string): void {
  const path = ['spec', 'syncPolicy', 'syncOptions']
  const options: readonly string[] = (document.toJS() as Application).spec.syncPolicy?.syncOptions ?? []
  const index = options.findIndex(each => each.split('=')[0] === option.split('=')[0])
  if (index < 0) append(document, path, option)
  else if (options[index] !== option) document.setIn([...path, index], option)
}

/** An empty list is written `[]`, and would stay in one line. */
export function append(document: Document, path: readonly string[], value: unknown): void {
  const list = document.getIn(path)
  if (isSeq(list) && list.items.length > 0) list.add(document.createNode(value))
  else document.setIn(path, document.createNode([value]))
}

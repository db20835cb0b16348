/** Services in front of the pods, and what the Rollout will own of them (contract argocd 8.1, rollout 11.1). */

import { matchesSelector } from '../../../core/kube/selector.ts'
import { servicesOf } from '../../../core/services/cleanup.ts'
import type { Rollout, Service } from '../cluster/objects.ts'
import { error, type Finding, info, type Rule, type Subject, warning } from './finding.ts'
import { isServerSide } from './sync-options.ts'

export const HASH_POINTER = '/spec/selector/rollouts-pod-template-hash'

export const services: Rule = subject => {
  const named = servicesOf(subject.manifest as unknown as Rollout)
  const selecting = subject.surroundings.services.filter(service => selects(subject, service))
  const missing = named.flatMap(name => missingService(subject, name))
  const found = selecting.flatMap(service =>
    named.includes(service.metadata.name) ? owned(subject, service) : [shared(service)],
  )
  return [...missing, ...found]
}

export function selects({ surroundings }: Subject, { spec }: Service): boolean {
  const { selector } = spec
  if (!selector || Object.keys(selector).length === 0) return false
  return matchesSelector({ matchLabels: selector }, surroundings.deployment.spec.template.metadata?.labels)
}

function missingService(subject: Subject, name: string): readonly Finding[] {
  const service = subject.surroundings.services.find(({ metadata }) => metadata.name === name)
  if (service && selects(subject, service)) return []
  const text = service ? 'it does not select the pods of the Deployment' : 'it does not exist'
  const remedy = `name a Service with --active-service and --preview-service whose selector fits the pods`
  return [error('ServiceUnusable', `Service/${name}`, text, remedy)]
}

function shared({ metadata }: Service): Finding {
  const text = 'it selects the pods of both fleets by their labels; nothing in it is changed'
  return info('ServiceSelectsPods', `Service/${metadata.name}`, text)
}

/** Under server-side apply a selector is one value: every apply takes the hash out, and traffic goes to all pods (AR#3437). */
function owned({ owner }: Subject, { metadata }: Service): readonly Finding[] {
  const object = `Service/${metadata.name}`
  const text =
    'the Rollout will own spec.selector.rollouts-pod-template-hash in it: traffic leaves the Deployment when ours are available'
  const found = info('ServiceSelectorOwned', object, text)
  if (!owner?.application || !isServerSide(owner.application)) return [found]
  const stripped = `server-side apply of Application ${owner.name} takes the hash out of its selector at each sync (argo-rollouts#3437)`
  const remedy = `ignore ${HASH_POINTER} of it with RespectIgnoreDifferences=true, as the patches of this plan do`
  return [found, warning('SelectorHashStripped', object, stripped, remedy)]
}

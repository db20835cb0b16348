import * as React from 'react'
import type { Rollout, TabProps } from '../argocd/types.ts'
import { Poller, type Snapshot } from './poller.ts'

export interface Live extends Snapshot {
  readonly rollout: Rollout
  /** Reads again at once. */
  refresh(): void
}

/** The Rollout of a tab as the cluster has it; the host's copy until it was read. Give the component a `key` by uid: one object, one poller. */
export function useLive({ application, resource }: TabProps): Live {
  const [snapshot, setSnapshot] = React.useState<Snapshot>({ connection: { state: 'live' } })
  const poller = React.useRef<Poller>(null)
  const { namespace = '', name } = resource.metadata
  // biome-ignore lint/correctness/useExhaustiveDependencies: the host gives a new application object with every change; its name is what counts
  React.useEffect(() => {
    const made = new Poller(application, namespace, name, setSnapshot)
    poller.current = made
    return () => made.stop()
  }, [application.metadata.name, namespace, name])
  return { ...snapshot, rollout: snapshot.rollout ?? resource, refresh: () => poller.current?.refresh() }
}

import * as React from 'react'
import { rolloutTarget, runAction } from '../argocd/client.ts'
import type { TabProps } from '../argocd/types.ts'
import { useLive } from '../live/use-live.ts'
import { useReplicaSets } from '../live/use-replica-sets.ts'
import { deriveView } from '../view/rollout.ts'
import { Actions } from './Actions.tsx'
import { Boundary } from './Boundary.tsx'
import { Header } from './Header.tsx'
import { Notices } from './Notices.tsx'
import { Revisions } from './Revisions.tsx'
import { Runs } from './Runs.tsx'
import { Steps } from './Steps.tsx'
import { Traffic } from './Traffic.tsx'

/** The resource tab of a Rollout. The host may give nothing for a moment, before the object is loaded. */
export function RolloutTab(props: Partial<TabProps>) {
  const { application, tree = {}, resource } = props
  if (!application || !resource?.metadata) return <p className="slipway slipway-muted">Loading…</p>
  return (
    <Boundary>
      <Panel key={resource.metadata.uid} application={application} tree={tree} resource={resource} />
    </Boundary>
  )
}

function Panel({ application, tree, resource }: TabProps) {
  const { rollout, actions, connection, refresh } = useLive({ application, tree, resource })
  const replicaSets = useReplicaSets(application, tree, resource.metadata.uid)
  const view = deriveView(rollout, tree, replicaSets)
  const { namespace = '', name } = resource.metadata
  const run = async (action: string) => {
    await runAction(application, rolloutTarget(namespace, name), action)
    refresh()
  }
  return (
    <div className="slipway" data-testid="rollout">
      <Header view={view} name={name}>
        <Actions actions={actions} run={run} />
      </Header>
      <Notices view={view} connection={connection} />
      <Traffic view={view} />
      <div className="slipway-columns">
        <Steps steps={view.steps} />
        <Revisions revisions={view.revisions} />
      </div>
      <Runs runs={view.runs} />
    </div>
  )
}

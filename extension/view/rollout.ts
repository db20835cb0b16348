/** All that the tab shows, derived from what it knows. Pure: the same objects give the same picture. */
import type { ReplicaSet, Rollout, RunStatus, Tree } from '../argocd/types.ts'
import { derivePhase, explain, type Phase } from './phase.ts'
import { deriveProblems, type Problem } from './problems.ts'
import { deriveRevisions, type RevisionView } from './revisions.ts'
import { deriveSteps, type StepView } from './steps.ts'
import { deriveWeights, type Weights } from './weights.ts'

export interface RolloutView {
  readonly phase: Phase
  readonly explanation: string
  readonly problems: readonly Problem[]
  readonly strategy: 'Canary' | 'Blue-green' | 'No strategy'
  readonly steps: readonly StepView[]
  readonly weights: Weights | undefined
  readonly revisions: readonly RevisionView[]
  readonly runs: readonly RunStatus[]
  readonly services: readonly (readonly [role: string, name: string])[]
  readonly replicas: { readonly desired: number; readonly updated: number; readonly available: number }
  /** `Deployment legacy`, when the pod template is taken from there. */
  readonly workload: string | undefined
  /** How far the pods of that have been taken over, in the controller's words. */
  readonly handOver: string | undefined
}

export function deriveView(rollout: Rollout, tree: Tree, replicaSets: ReadonlyMap<string, ReplicaSet>): RolloutView {
  const { spec, status = {} } = rollout
  const phase = derivePhase(rollout)
  const revisions = deriveRevisions(rollout, tree, replicaSets)
  const current = revisions.find(({ hash }) => hash === status.currentPodHash)
  return {
    phase,
    explanation: explain(rollout, phase),
    problems: deriveProblems(rollout, phase),
    strategy: strategyOf(rollout),
    steps: deriveSteps(rollout),
    weights: deriveWeights(rollout, current?.available ?? 0),
    revisions,
    runs: runsOf(rollout),
    services: servicesOf(rollout),
    replicas: {
      desired: spec.replicas ?? 1,
      updated: status.updatedReplicas ?? 0,
      available: status.availableReplicas ?? 0,
    },
    workload: spec.workloadRef && `${spec.workloadRef.kind} ${spec.workloadRef.name}`,
    handOver: status.conditions?.find(({ type }) => type === 'WorkloadDrained')?.message,
  }
}

function strategyOf({ spec: { strategy } }: Rollout): RolloutView['strategy'] {
  if (strategy?.blueGreen) return 'Blue-green'
  return strategy?.canary ? 'Canary' : 'No strategy'
}

function runsOf({ status = {} }: Rollout): RunStatus[] {
  const { canary = {}, blueGreen = {} } = status
  return [
    canary.currentStepAnalysisRunStatus,
    canary.currentBackgroundAnalysisRunStatus,
    blueGreen.prePromotionAnalysisRunStatus,
    blueGreen.postPromotionAnalysisRunStatus,
  ].filter(run => run !== undefined)
}

function servicesOf({ spec: { strategy = {} } }: Rollout): (readonly [string, string])[] {
  const { canary = {}, blueGreen = {} } = strategy
  const named = [
    ['active', blueGreen.activeService],
    ['preview', blueGreen.previewService],
    ['stable', canary.stableService],
    ['canary', canary.canaryService],
  ] as const
  return named.flatMap(([role, name]) => (name ? [[role, name] as const] : []))
}

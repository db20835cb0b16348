/** Checks of one canary step, in upstream's order (contract rollout 1.6 canary point 6, corrections 21). */
import { type Errors, invalid, required } from '../../kube/field-error.ts'
import { pauseSeconds } from '../pause.ts'
import type { CanaryStep, CanaryStrategy } from '../types.ts'
import { argumentErrors } from './arguments.ts'
import { headerRouteErrors, managedRouteErrors, mirrorRouteErrors } from './routes.ts'
import { hasPlugins } from './routing.ts'

export function* stepErrors(index: number, step: CanaryStep, canary: CanaryStrategy): Errors {
  const path = `spec.strategy.steps[${index}]`
  yield* kindErrors(path, step)
  yield* weightErrors(path, step, canary.trafficRouting?.maxTrafficWeight ?? 100)
  const seconds = pauseSeconds(step.pause?.duration) ?? 0
  if (seconds < 0) yield invalid(`${path}.pause.duration`, seconds, 'Duration needs to be greater than 0')
  if (step.setCanaryScale && !canary.trafficRouting) {
    yield required('spec.strategy.trafficRouting', 'SetCanaryScale requires TrafficRouting to be set')
  }
  yield* headerRouteErrors(`${path}.setHeaderRoute`, step.setHeaderRoute, canary.trafficRouting)
  yield* mirrorRouteErrors(`${path}.setMirrorRoute`, step.setMirrorRoute, canary.trafficRouting)
  yield* managedRouteErrors(path, step, canary.trafficRouting)
  yield* experimentErrors(`${path}.experiment`, step, canary)
  yield* argumentErrors(`${path}.analyses`, step)
}

/** Upstream counts four of the eight kinds only, and says of an empty step that everything is true. */
const counted = { Experiment: 'experiment', Pause: 'pause', SetWeight: 'setWeight', Analysis: 'analysis' } as const
const all = {
  ...counted,
  SetCanaryScale: 'setCanaryScale',
  SetHeaderRoute: 'setHeaderRoute',
  SetMirrorRoute: 'setMirrorRoute',
  Plugin: 'plugin',
} as const

function* kindErrors(path: string, step: CanaryStep): Errors {
  const detail = 'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause'
  const has = (field: keyof CanaryStep) => step[field] !== undefined
  if (Object.values(counted).filter(has).length > 1) {
    const value = Object.entries(counted).map(([name, field]) => `step.${name}: ${has(field)}`)
    yield invalid(path, value.join(' '), detail)
  }
  if (!Object.values(all).some(has)) {
    const value = Object.keys(all).map(name => `step.${name}: true`)
    yield invalid(path, value.join(' '), detail)
  }
}

function* weightErrors(path: string, { setWeight }: CanaryStep, most: number): Errors {
  if (setWeight === undefined || (setWeight >= 0 && setWeight <= most)) return
  yield invalid(`${path}.setWeight`, setWeight, `SetWeight needs to be between 0 and ${most}`)
}

function* experimentErrors(path: string, { experiment }: CanaryStep, { trafficRouting }: CanaryStrategy): Errors {
  const { alb, smi, istio, plugins } = trafficRouting ?? {}
  const canSplit = alb || smi || istio || hasPlugins(plugins)
  for (const [index, { weight }] of (experiment?.templates ?? []).entries()) {
    if (weight === undefined || canSplit) continue
    const detail = trafficRouting
      ? 'Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time'
      : 'Experiment template weight cannot be set unless TrafficRouting is enabled'
    yield invalid(`${path}.templates[${index}].weight`, weight, detail)
  }
}

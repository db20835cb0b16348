/**
 * The checks of a Rollout's spec that can be said in CEL, in the order and with the details of `core/api/validate`. They are no
 * part of the CRD: objects that upstream stores and then calls invalid have to be storable. `manifests/crds/strict` rejects
 * them at apply time, for who wants that.
 */
export interface SpecRule {
  readonly path: string
  /** CEL over `object` and the variables below; false = rejected. */
  readonly rule: string
  readonly detail: string
}

/** Names that the rules use. Plain values: an optional one does not survive being a variable. */
export const variables: { readonly [name: string]: string } = {
  strategy: 'object.spec.?strategy.orValue({})',
  blueGreen: 'variables.strategy.?blueGreen.orValue({})',
  canary: 'variables.strategy.?canary.orValue({})',
  routing: 'variables.canary.?trafficRouting.orValue({})',
  plugins: 'variables.routing.?plugins.orValue({}).size() > 0',
  pingPong: 'variables.canary.?pingPong.orValue({})',
  steps: 'variables.canary.?steps.orValue([])',
  history: 'object.spec.?revisionHistoryLimit.orValue(10)',
  deadline: 'object.spec.?progressDeadlineSeconds.orValue(600)',
}

const has = (field: string): string => `has(variables.${field})`
const isBlueGreen = has('strategy.blueGreen')
const isCanary = has('strategy.canary')
const isRouted = has('canary.trafficRouting')
const isPingPong = has('canary.pingPong')
const routed = (...routers: string[]): string => routers.map(router => has(`routing.${router}`)).join(' || ')
const either = (a: string, b: string): string => `!(${a}) || (${b})`
const everyStep = (rule: string): string => `variables.steps.all(step, ${rule})`
const everyStepWith = (kind: string, rule: string): string => everyStep(either(`has(step.${kind})`, rule))

const notNegative = 'must be greater than or equal to 0'
const twoServices = (a: string, b: string): string =>
  `This rollout uses the same service for the ${a} and ${b} services, but two different services are required.`

const general: readonly SpecRule[] = [
  {
    path: 'spec.selector',
    rule: 'has(object.spec.workloadRef) || has(object.spec.selector)',
    detail: "Rollout has missing field '.spec.selector'",
  },
  {
    path: 'spec.selector',
    rule: 'has(object.spec.workloadRef) || object.spec.?selector.?matchLabels.orValue({}).size() + object.spec.?selector.?matchExpressions.orValue([]).size() > 0',
    detail: 'empty selector is invalid for deployment',
  },
  {
    path: 'spec.template',
    rule: '!has(object.spec.workloadRef) || object.spec.?template.?metadata.?labels.orValue({}).size() + object.spec.?template.?metadata.?annotations.orValue({}).size() == 0',
    detail: 'template must be empty for workload reference rollout',
  },
  {
    path: 'spec.template.metadata.labels',
    rule: 'has(object.spec.workloadRef) || object.spec.?selector.?matchLabels.orValue({}).all(key, object.spec.?template.?metadata.?labels[?key].orValue("") == object.spec.selector.matchLabels[key])',
    detail: '`selector` does not match template `labels`',
  },
  { path: 'spec.minReadySeconds', rule: 'object.spec.?minReadySeconds.orValue(0) >= 0', detail: notNegative },
  { path: 'spec.revisionHistoryLimit', rule: 'variables.history >= 0', detail: notNegative },
  { path: 'spec.progressDeadlineSeconds', rule: 'variables.deadline >= 0', detail: notNegative },
  {
    path: 'spec.progressDeadlineSeconds',
    rule: 'variables.deadline > object.spec.?minReadySeconds.orValue(0)',
    detail: 'must be greater than minReadySeconds',
  },
  {
    path: 'spec.strategy.strategy',
    rule: `${isBlueGreen} || ${isCanary}`,
    detail: "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'",
  },
  {
    path: 'spec.strategy.strategy',
    rule: `!(${isBlueGreen} && ${isCanary})`,
    detail: 'Multiple Strategies can not be listed',
  },
]

const blueGreen: readonly SpecRule[] = [
  {
    path: 'spec.strategy.activeService',
    rule: either(
      isBlueGreen,
      'variables.blueGreen.?activeService.orValue("") != variables.blueGreen.?previewService.orValue("")',
    ),
    detail: twoServices('active', 'preview'),
  },
  {
    path: 'spec.strategy.scaleDownDelayRevisionLimit',
    rule: 'variables.blueGreen.?scaleDownDelayRevisionLimit.orValue(0) <= variables.history',
    detail: "This rollout's revision history limit can not be smaller than the rollout's scale down limit",
  },
]

const neededServices =
  `(${routed('smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik')}) || ` +
  `(!${isPingPong} && (${has('routing.alb')} || (${has('routing.istio')} && !${has('routing.istio.destinationRule')})))`

const canary: readonly SpecRule[] = [
  {
    path: 'spec.strategy.maxSurge',
    rule: `!(${['maxSurge', 'maxUnavailable'].map(field => `variables.canary.?${field}.orValue("25") in [dyn(0), dyn("0"), dyn("0%")]`).join(' && ')})`,
    detail: 'MaxSurge and MaxUnavailable both can not be zero',
  },
  {
    path: 'spec.strategy.stableService',
    rule: 'variables.canary.?stableService.orValue("") == "" || variables.canary.stableService != variables.canary.?canaryService.orValue("")',
    detail: twoServices('stable', 'canary'),
  },
  {
    path: 'spec.strategy.trafficRouting.alb',
    rule: either(`${isPingPong} && ${isRouted}`, `${routed('alb', 'istio')} || variables.plugins`),
    detail: 'Ping-pong feature works with the ALB, Istio, and plugin-based traffic routers only',
  },
  {
    path: 'spec.strategy.pingPong',
    rule: either(
      isPingPong,
      'variables.pingPong.?pingService.orValue("") != "" && variables.pingPong.?pongService.orValue("") != ""',
    ),
    detail: 'Ping service and Pong service must to be set to use Ping-Pong feature',
  },
  {
    path: 'spec.strategy.pingPong.pingService',
    rule: either(
      isPingPong,
      'variables.pingPong.?pingService.orValue("") != variables.pingPong.?pongService.orValue("")',
    ),
    detail: twoServices('ping', 'pong'),
  },
  {
    path: 'spec.strategy.trafficRouting.alb.rootService',
    rule: either(`${isPingPong} && ${has('routing.alb')}`, 'variables.routing.?alb.?rootService.orValue("") != ""'),
    detail: 'Root service field is required for the configuration with ALB and ping-pong feature enabled',
  },
  ...['stableService', 'canaryService'].map(field => ({
    path: `spec.strategy.${field}`,
    rule: either(neededServices, `variables.canary.?${field}.orValue("") != ""`),
    detail: 'Canary service and Stable service must to be set to use Traffic Routing',
  })),
  {
    path: 'spec.strategy.scaleDownDelaySeconds',
    rule: `${isRouted} || !${has('canary.scaleDownDelaySeconds')}`,
    detail: 'Canary scaleDownDelaySeconds can only be used with traffic routing',
  },
  {
    path: 'spec.strategy.dynamicStableScale',
    rule: `${isRouted} || !variables.canary.?dynamicStableScale.orValue(false)`,
    detail: 'Canary dynamicStableScale can only be used with traffic routing',
  },
  {
    path: 'spec.strategy.dynamicStableScale',
    rule: `!variables.canary.?dynamicStableScale.orValue(false) || !${has('canary.scaleDownDelaySeconds')}`,
    detail: 'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds',
  },
  {
    path: 'spec.strategy.trafficRouting.maxTrafficWeight',
    rule: either(has('routing.maxTrafficWeight'), `${has('routing.nginx')} || variables.plugins`),
    detail: 'Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins',
  },
]

const oneKind =
  '[has(step.setWeight), has(step.pause), has(step.experiment), has(step.analysis)].filter(set, set).size() <= 1'
const anyKind = [
  'setWeight',
  'pause',
  'experiment',
  'analysis',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
]
const isDuration =
  'type(step.pause.duration) == int ? step.pause.duration >= 0 : string(step.pause.duration).matches("^[+]?([0-9]+|(([0-9]+[.]?[0-9]*|[.][0-9]+)(ns|us|µs|ms|s|m|h))+)$")'
const isManaged = (kind: string): string =>
  everyStepWith(
    kind,
    `!${isRouted} || variables.routing.?managedRoutes.orValue([]).exists(route, route.name == step.${kind}.?name.orValue(""))`,
  )

const steps: readonly SpecRule[] = [
  {
    path: 'spec.strategy.steps',
    rule: everyStep(`(${anyKind.map(kind => `has(step.${kind})`).join(' || ')}) && ${oneKind}`),
    detail: 'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause',
  },
  {
    path: 'spec.strategy.steps.setWeight',
    rule: everyStepWith(
      'setWeight',
      'step.setWeight >= 0 && step.setWeight <= variables.routing.?maxTrafficWeight.orValue(100)',
    ),
    detail: 'SetWeight needs to be between 0 and 100, or maxTrafficWeight',
  },
  {
    path: 'spec.strategy.steps.pause.duration',
    rule: everyStepWith('pause', `!has(step.pause.duration) || (${isDuration})`),
    detail: 'Duration needs to be greater than 0',
  },
  {
    path: 'spec.strategy.trafficRouting',
    rule: everyStepWith('setCanaryScale', isRouted),
    detail: 'SetCanaryScale requires TrafficRouting to be set',
  },
  {
    path: 'spec.strategy.steps.setHeaderRoute',
    rule: everyStepWith('setHeaderRoute', `${routed('istio', 'alb', 'apisix')} || variables.plugins`),
    detail: 'SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix',
  },
  {
    path: 'spec.strategy.steps.setMirrorRoute',
    rule: everyStepWith('setMirrorRoute', `${routed('istio')} || variables.plugins`),
    detail: 'SetMirrorRoute requires TrafficRouting, supports Istio and Plugins',
  },
  {
    path: 'spec.strategy.trafficRouting.managedRoutes',
    rule: everyStep(
      either(`${isRouted} && (has(step.setHeaderRoute) || has(step.setMirrorRoute))`, has('routing.managedRoutes')),
    ),
    detail: "Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'",
  },
  ...['setHeaderRoute', 'setMirrorRoute'].map(kind => ({
    path: `spec.strategy.steps.${kind}`,
    rule: isManaged(kind),
    detail: 'Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes',
  })),
  {
    path: 'spec.strategy.steps.experiment.templates.weight',
    rule: everyStepWith(
      'experiment',
      `${routed('alb', 'smi', 'istio')} || variables.plugins || step.experiment.templates.all(template, !has(template.weight))`,
    ),
    detail:
      'Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time',
  },
]

const affinityOf = (strategy: string): readonly SpecRule[] => {
  const preferred = `variables.${strategy}.?antiAffinity.?preferredDuringSchedulingIgnoredDuringExecution`
  const needed = `variables.${strategy}.?antiAffinity.?requiredDuringSchedulingIgnoredDuringExecution`
  return [
    {
      path: 'spec.strategy.antiAffinity',
      rule: either(has(`${strategy}.antiAffinity`), `${preferred}.hasValue() != ${needed}.hasValue()`),
      detail: 'AntiAffinity must have exactly one strategy listed',
    },
    {
      path: 'spec.strategy.antiAffinity.weight',
      rule: `${preferred}.?weight.orValue(1) >= 1 && ${preferred}.?weight.orValue(1) <= 100`,
      detail: 'AntiAffinity weight must be between 1-100',
    },
  ]
}

export const specRules: readonly SpecRule[] = [
  ...general,
  ...blueGreen,
  ...affinityOf('blueGreen'),
  ...canary,
  ...steps,
  ...affinityOf('canary'),
]

/** Checks of header and mirror steps. */
import { canonicalJson } from '../../kube/canonical.ts'
import { type Errors, invalid, invalidJson, required } from '../../kube/field-error.ts'
import {
  SetHeaderRoute as headerShape,
  StringMatch as matchShape,
  SetMirrorRoute as mirrorShape,
} from '../schema/steps.ts'
import type { CanaryStep, SetHeaderRoute, SetMirrorRoute, StringMatch, TrafficRouting } from '../types.ts'
import { hasPlugins } from './routing.ts'

export function* headerRouteErrors(path: string, route: SetHeaderRoute | undefined, routing?: TrafficRouting): Errors {
  if (!route) return
  if (!routing?.istio && !routing?.alb && !routing?.apisix && !hasPlugins(routing?.plugins)) {
    const detail = 'SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix'
    yield invalidJson(path, canonicalJson(headerShape, route), detail)
    return
  }
  const check = routing?.alb ? exactMatchErrors : matchErrors
  for (const [index, { headerValue }] of (route.match ?? []).entries()) {
    yield* check(`${path}.match[${index}]`, headerValue)
  }
}

/** Headers are never checked. */
export function* mirrorRouteErrors(path: string, route: SetMirrorRoute | undefined, routing?: TrafficRouting): Errors {
  if (!route) return
  if (!routing?.istio && !hasPlugins(routing?.plugins)) {
    const detail = 'SetMirrorRoute requires TrafficRouting, supports Istio and Plugins'
    yield invalidJson(path, canonicalJson(mirrorShape, route), detail)
  }
  for (const [index, { method, path: place }] of (route.match ?? []).entries()) {
    const at = `${path}.match[${index}]`
    if (method) yield* matchErrors(at, method)
    if (place) yield* matchErrors(at, place)
  }
}

function* exactMatchErrors(path: string, match: StringMatch): Errors {
  if (match.exact && !match.regex && !match.prefix) return
  const detail = "SetHeaderRoute match value invalid. ALB supports 'exact' value only"
  yield invalidJson(path, canonicalJson(matchShape, match), detail)
}

function* matchErrors(path: string, match: StringMatch): Errors {
  const count = [match.exact, match.regex, match.prefix].filter(Boolean).length
  if (count === 1) return
  const kinds = 'exact, regex, prefix'
  const detail =
    count > 1
      ? `StringMatch match value must have exactly one of the following: ${kinds}`
      : `StringMatch value missed, match value must have one of the following: ${kinds}`
  yield invalidJson(path, canonicalJson(matchShape, match), detail)
}

/** Header and mirror routes have to be declared, so that their order of precedence is known. */
export function* managedRouteErrors(path: string, step: CanaryStep, routing: TrafficRouting | undefined): Errors {
  const { setHeaderRoute, setMirrorRoute } = step
  if (!routing || (!setHeaderRoute && !setMirrorRoute)) return
  if (!routing.managedRoutes?.length) {
    const detail = "Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'"
    yield required('spec.strategy.trafficRouting.managedRoutes', detail)
    return
  }
  const known = routing.managedRoutes.map(route => route.name)
  for (const [field, route] of Object.entries({ setHeaderRoute, setMirrorRoute })) {
    if (!route || known.includes(route.name ?? '')) continue
    const detail = 'Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes'
    yield invalid(`${path}.${field}`, route.name ?? '', detail)
  }
}

import { labelSelector } from '../../kube/template/shapes.ts'
import { AnalysisRunArgument, DryRun, RolloutAnalysis } from './analysis.ts'
import { AnalysisRunMetadata, PodTemplateMetadata } from './metadata.ts'
import {
  boolean,
  embedded,
  field,
  int32,
  intOrString,
  json,
  list,
  map,
  object,
  pointer,
  required,
  string,
} from './words.ts'

const RolloutPause = object('RolloutPause', 'A pause.', {
  duration: pointer(
    intOrString,
    'Seconds as a number, or a duration such as 5m; without it the pause waits to be resumed.',
  ),
})

const SetCanaryScale = object('SetCanaryScale', 'Sets the size of the canary apart from its weight.', {
  weight: pointer(int32, 'Share of the desired pods, in percent.'),
  replicas: pointer(int32, 'Number of pods; wins over weight.'),
  matchTrafficWeight: field(boolean, 'Go back to following the traffic weight.'),
})

export const StringMatch = object('StringMatch', 'How a text is compared: exactly one of the three.', {
  exact: field(string, 'The whole text.'),
  prefix: field(string, 'The beginning of the text.'),
  regex: field(string, 'A regular expression.'),
})

const HeaderRoutingMatch = object('HeaderRoutingMatch', 'A header that a request must carry.', {
  headerName: required(string, 'Name of the header.'),
  headerValue: required(StringMatch, 'What its value must be.'),
})

export const SetHeaderRoute = object('SetHeaderRoute', 'Sends requests with certain headers to the canary.', {
  name: field(string, 'Name of the managed route.'),
  match: field(list(HeaderRoutingMatch), 'Headers to match; without any, the route is removed.'),
})

const RouteMatch = object('RouteMatch', 'What a request must look like.', {
  method: pointer(StringMatch, 'Its method.'),
  path: pointer(StringMatch, 'Its path.'),
  headers: field(map(StringMatch), 'Its headers.'),
})

export const SetMirrorRoute = object('SetMirrorRoute', 'Sends copies of requests to the canary.', {
  name: required(string, 'Name of the managed route.'),
  match: field(list(RouteMatch), 'Requests to copy; without any, the route is removed.'),
  percentage: pointer(int32, 'Share of the matching requests that is copied.'),
})

const PluginStep = object('PluginStep', 'A step carried out by a plugin.', {
  name: required(string, 'Name of the plugin.'),
  config: field(json, 'Configuration that the plugin reads.'),
})

const TemplateService = object('TemplateService', 'Asks for a Service in front of the pods.', {
  name: field(string, 'Its name; the name of the ReplicaSet when absent.'),
})

const RolloutExperimentTemplate = object('RolloutExperimentTemplate', 'A version that takes part in an experiment.', {
  name: required(string, 'Name of the version.'),
  specRef: required(string, 'stable or canary: whose pod template is used.'),
  replicas: pointer(int32, 'Number of pods; 1 when absent.'),
  metadata: embedded(PodTemplateMetadata, 'Labels and annotations to add to the pods.'),
  selector: pointer(labelSelector, 'Selects the pods; the labels of the template when absent.'),
  weight: pointer(int32, 'Share of the traffic, in percent; needs traffic routing.'),
  service: pointer(TemplateService, 'Asks for a Service in front of the pods.'),
})

const RolloutExperimentAnalysis = object('RolloutExperimentAnalysis', 'An analysis of an experiment step.', {
  name: required(string, 'Name of the analysis.'),
  templateName: required(string, 'Name of the AnalysisTemplate or ClusterAnalysisTemplate.'),
  clusterScope: field(boolean, 'Look for a ClusterAnalysisTemplate.'),
  args: field(list(AnalysisRunArgument), 'Arguments for the template.'),
  requiredForCompletion: field(boolean, 'The experiment ends as soon as all such analyses have succeeded.'),
})

const RolloutExperimentStep = object('RolloutExperimentStep', 'Runs versions side by side for a while.', {
  templates: required(list(RolloutExperimentTemplate), 'The versions.'),
  duration: field(string, 'How long they run, for example 10m.'),
  analyses: field(list(RolloutExperimentAnalysis), 'Analyses while they run.'),
  dryRun: field(list(DryRun), 'Metrics whose outcome does not count.'),
  analysisRunMetadata: embedded(AnalysisRunMetadata, 'Metadata of the AnalysisRuns.'),
  scaleDownDelaySeconds: pointer(int32, 'Seconds for which the pods are kept afterwards; 30 when absent.'),
})

export const CanaryStep = object('CanaryStep', 'One step: exactly one of these fields.', {
  setWeight: pointer(int32, 'Share of the traffic (or of the pods) that the new version gets, in percent.'),
  pause: pointer(RolloutPause, 'Waits.'),
  experiment: pointer(RolloutExperimentStep, 'Runs an experiment.'),
  analysis: pointer(RolloutAnalysis, 'Runs an analysis.'),
  setCanaryScale: pointer(SetCanaryScale, 'Sets the size of the canary apart from its weight; needs traffic routing.'),
  setHeaderRoute: pointer(SetHeaderRoute, 'Sends requests with certain headers to the canary; needs traffic routing.'),
  setMirrorRoute: pointer(SetMirrorRoute, 'Sends copies of requests to the canary; needs traffic routing.'),
  plugin: pointer(PluginStep, 'Runs a plugin.'),
})

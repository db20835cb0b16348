import { jobSpec, objectMeta } from '../../kube/template/shapes.ts'
import {
  boolean,
  choice,
  embedded,
  field,
  int64,
  intOrString,
  json,
  list,
  map,
  object,
  pointer,
  required,
  string,
} from './words.ts'

const MetricHeader = object('MetricHeader', 'A header of the request.', {
  key: required(string, 'Its name.'),
  value: required(string, 'Its value.'),
})

const BasicAuth = object('BasicAuth', 'User name and password.', {
  username: field(string, 'The user name.'),
  password: field(string, 'The password.'),
})

const OAuth2Config = object('OAuth2Config', 'OAuth 2 client credentials.', {
  tokenUrl: field(string, 'Where the token is asked for.'),
  clientId: field(string, 'Id of the client.'),
  clientSecret: field(string, 'Secret of the client.'),
  scopes: field(list(string), 'Scopes to ask for.'),
})

const Sigv4Config = object('Sigv4Config', 'AWS signatures.', {
  region: field(string, 'AWS region.'),
  profile: field(string, 'AWS profile.'),
  roleArn: field(string, 'Role to assume.'),
})

const Authentication = object('Authentication', 'How the request is authenticated.', {
  sigv4: field(Sigv4Config, 'AWS signatures.'),
  oauth2: field(OAuth2Config, 'OAuth 2 client credentials.'),
  basicAuth: field(BasicAuth, 'User name and password.'),
})

const PrometheusRangeQueryArgs = object('PrometheusRangeQueryArgs', 'Asks for a range instead of an instant.', {
  start: field(string, 'Expression for the start.'),
  end: field(string, 'Expression for the end.'),
  step: field(string, 'Duration between two points.'),
})

const PrometheusMetric = object('PrometheusMetric', 'A query to Prometheus.', {
  address: field(string, 'URL of the server.'),
  query: field(string, 'The query.'),
  authentication: field(Authentication, 'How the request is authenticated.'),
  timeout: pointer(int64, 'Seconds to wait; 30 when absent.'),
  insecure: field(boolean, 'Do not verify the certificate.'),
  headers: field(list(MetricHeader), 'Headers of the request.'),
  rangeQuery: pointer(PrometheusRangeQueryArgs, 'Asks for a range instead of an instant.'),
})

const WebMetric = object('WebMetric', 'An HTTP request.', {
  method: field(string, 'GET (default), POST or PUT.'),
  url: required(string, 'URL of the request.'),
  headers: field(list(MetricHeader), 'Headers of the request.'),
  body: field(string, 'Body of the request.'),
  jsonBody: field(json, 'Body of the request as JSON.'),
  timeoutSeconds: field(int64, 'Seconds to wait; 10 when absent.'),
  jsonPath: field(string, 'JSONPath into the answer; all of it when absent.'),
  insecure: field(boolean, 'Do not verify the certificate.'),
  authentication: field(Authentication, 'How the request is authenticated.'),
})

const SecretRef = object('SecretRef', 'A Secret with credentials.', {
  name: field(string, 'Its name.'),
  namespaced: field(boolean, 'Look in the namespace of the run instead of that of the controller.'),
})

const DatadogMetric = object('DatadogMetric', 'A query to Datadog.', {
  interval: { ...field(string, 'How far back to look.'), default: '5m' },
  query: field(string, 'The query.'),
  queries: field(map(string), 'Several queries, by name.'),
  formula: field(string, 'What to make of several queries.'),
  apiVersion: { ...field(choice('v1', 'v2'), 'Version of its API.'), default: 'v1' },
  aggregator: field(
    choice('avg', 'min', 'max', 'sum', 'last', 'percentile', 'mean', 'l2norm', 'area'),
    'How points become one value; last when absent.',
  ),
  secretRef: field(SecretRef, 'A Secret with credentials.'),
  requestTimeout: { ...field(string, 'How long to wait.'), default: '10s' },
})

const WavefrontMetric = object('WavefrontMetric', 'A query to Wavefront.', {
  address: field(string, 'Host of the server.'),
  query: field(string, 'The query.'),
})

const NewRelicMetric = object('NewRelicMetric', 'A query to New Relic.', {
  profile: field(string, 'Secret with credentials; newrelic when absent.'),
  query: required(string, 'The query in NRQL.'),
  timeout: pointer(int64, 'Seconds to wait; 5 when absent.'),
})

const ScopeDetail = object('ScopeDetail', 'What is compared, and when.', {
  scope: required(string, 'Name of the scope.'),
  region: required(string, 'Where it runs.'),
  step: required(int64, 'Seconds between two points.'),
  start: field(string, 'Start of the range.'),
  end: field(string, 'End of the range.'),
})

const KayentaScope = object('KayentaScope', 'The two sides of a comparison.', {
  name: required(string, 'Name of the scope.'),
  controlScope: required(ScopeDetail, 'What it is compared with.'),
  experimentScope: required(ScopeDetail, 'What is judged.'),
})

const KayentaThreshold = object('KayentaThreshold', 'Scores that decide.', {
  pass: required(int64, 'Successful from this score on.'),
  marginal: required(int64, 'Inconclusive from this score on.'),
})

const KayentaMetric = object('KayentaMetric', 'A judgement by Kayenta.', {
  address: required(string, 'URL of the server.'),
  application: required(string, 'Name of the application.'),
  canaryConfigName: required(string, 'Name of the configuration.'),
  metricsAccountName: required(string, 'Account for metrics.'),
  configurationAccountName: required(string, 'Account for configuration.'),
  storageAccountName: required(string, 'Account for storage.'),
  threshold: required(KayentaThreshold, 'Scores that decide.'),
  scopes: required(list(KayentaScope), 'What is compared.'),
  lookback: field(boolean, 'Start with the start of the run each time.'),
})

const CloudWatchDimension = object('CloudWatchDimension', 'A dimension of a metric.', {
  name: field(string, 'Its name.'),
  value: field(string, 'Its value.'),
})

const CloudWatchMetricStatMetric = object('CloudWatchMetricStatMetric', 'Which metric.', {
  dimensions: field(list(CloudWatchDimension), 'Its dimensions.'),
  metricName: field(string, 'Its name.'),
  namespace: pointer(string, 'Its namespace.'),
})

const CloudWatchMetricStat = object('CloudWatchMetricStat', 'A statistic of a metric.', {
  metric: field(CloudWatchMetricStatMetric, 'Which metric.'),
  period: field(intOrString, 'Seconds of one point.'),
  stat: field(string, 'Which statistic.'),
  unit: field(string, 'Its unit.'),
})

const CloudWatchMetricDataQuery = object('CloudWatchMetricDataQuery', 'One query.', {
  id: field(string, 'Its id.'),
  expression: pointer(string, 'Expression over other queries.'),
  label: pointer(string, 'Its label.'),
  metricStat: pointer(CloudWatchMetricStat, 'A statistic of a metric.'),
  period: pointer(intOrString, 'Seconds of one point.'),
  returnData: pointer(boolean, 'Whether it is part of the answer.'),
})

const CloudWatchMetric = object('CloudWatchMetric', 'A query to CloudWatch.', {
  interval: field(string, 'How far back to look; 5m when absent.'),
  metricDataQueries: required(list(CloudWatchMetricDataQuery), 'The queries.'),
})

const GraphiteMetric = object('GraphiteMetric', 'A query to Graphite.', {
  address: field(string, 'URL of the server.'),
  query: field(string, 'The query.'),
})

const InfluxdbMetric = object('InfluxdbMetric', 'A query to InfluxDB.', {
  profile: field(string, 'Secret with credentials; influxdb when absent.'),
  query: field(string, 'The query in Flux.'),
})

const SkyWalkingMetric = object('SkyWalkingMetric', 'A query to SkyWalking.', {
  address: field(string, 'URL of the server.'),
  query: field(string, 'The query in GraphQL.'),
  interval: field(string, 'How far back to look.'),
})

const JobMetric = object('JobMetric', 'A Kubernetes Job.', {
  metadata: embedded(objectMeta, 'Labels and annotations of the Job.'),
  spec: required(jobSpec, 'What the Job does.'),
})

export const MetricProvider = object('MetricProvider', 'Who measures: exactly one of these fields.', {
  prometheus: pointer(PrometheusMetric, 'A query to Prometheus.'),
  kayenta: pointer(KayentaMetric, 'A judgement by Kayenta.'),
  web: pointer(WebMetric, 'An HTTP request.'),
  datadog: pointer(DatadogMetric, 'A query to Datadog.'),
  wavefront: pointer(WavefrontMetric, 'A query to Wavefront.'),
  newRelic: pointer(NewRelicMetric, 'A query to New Relic.'),
  job: pointer(JobMetric, 'A Kubernetes Job.'),
  cloudWatch: pointer(CloudWatchMetric, 'A query to CloudWatch.'),
  graphite: pointer(GraphiteMetric, 'A query to Graphite.'),
  influxdb: pointer(InfluxdbMetric, 'A query to InfluxDB.'),
  skywalking: pointer(SkyWalkingMetric, 'A query to SkyWalking.'),
  plugin: field(json, 'A provider that is a plugin, by name, with its configuration.'),
})

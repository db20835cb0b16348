import { Metric, measured } from './metric.ts'
import { boolean, field, int32, list, map, object, pointer, required, string, time } from './words.ts'

const TTLStrategy = object('TTLStrategy', 'How long a finished run is kept.', {
  secondsAfterCompletion: pointer(int32, 'Seconds, however it ended.'),
  secondsAfterFailure: pointer(int32, 'Seconds when it failed; wins.'),
  secondsAfterSuccess: pointer(int32, 'Seconds when it succeeded; wins.'),
})

const AnalysisRunSpec = object('AnalysisRunSpec', 'What is measured.', {
  metrics: required(list(Metric), 'The metrics.'),
  ...measured,
  terminate: field(boolean, 'Ends the run.'),
  ttlStrategy: pointer(TTLStrategy, 'How long the finished run is kept.'),
})

const Measurement = object('Measurement', 'One measurement.', {
  phase: required(string, 'How it ended.'),
  message: field(string, 'A sentence for people.'),
  startedAt: pointer(time, 'When it started.'),
  finishedAt: pointer(time, 'When it ended.'),
  value: field(string, 'What was measured, as text.'),
  metadata: field(map(string), 'What the provider wants to remember.'),
  resumeAt: pointer(time, 'When to ask again.'),
})

const counters = {
  count: field(int32, 'Measurements without errors.'),
  successful: field(int32, 'Successful ones.'),
  failed: field(int32, 'Failed ones.'),
  inconclusive: field(int32, 'Inconclusive ones.'),
  error: field(int32, 'Errors.'),
}

const MetricResult = object('MetricResult', 'What came out of one metric.', {
  name: required(string, 'Name of the metric.'),
  phase: required(string, 'Its outcome so far.'),
  measurements: field(list(Measurement), 'The newest measurements, oldest first.'),
  message: field(string, 'A sentence for people.'),
  ...counters,
  consecutiveError: field(int32, 'Errors in a row.'),
  dryRun: field(boolean, 'Whether its outcome does not count.'),
  metadata: field(map(string), 'What the provider says about itself.'),
  consecutiveSuccess: field(int32, 'Successes in a row.'),
})

const RunSummary = object('RunSummary', 'Metrics by outcome.', {
  count: field(int32, 'Metrics.'),
  successful: field(int32, 'Successful ones.'),
  failed: field(int32, 'Failed ones.'),
  inconclusive: field(int32, 'Inconclusive ones.'),
  error: field(int32, 'Errors.'),
})

const AnalysisRunStatus = object('AnalysisRunStatus', 'What came out so far.', {
  phase: required(string, 'Pending, Running, Successful, Failed, Error or Inconclusive.'),
  message: field(string, 'Why it is in this phase.'),
  metricResults: field(list(MetricResult), 'Metric by metric.'),
  startedAt: pointer(time, 'When the run started.'),
  runSummary: field(RunSummary, 'Metrics that count, by outcome.'),
  dryRunSummary: pointer(RunSummary, 'Metrics that do not count, by outcome.'),
  completedAt: pointer(time, 'When the run ended.'),
})

export const AnalysisRun = object('AnalysisRun', 'A run of metrics, and its outcome.', {
  spec: required(AnalysisRunSpec, AnalysisRunSpec.description),
  status: field(AnalysisRunStatus, AnalysisRunStatus.description),
})

import { DryRun, MeasurementRetention } from './analysis.ts'
import { Argument } from './arguments.ts'
import { MetricProvider } from './provider.ts'
import { field, intOrString, list, object, pointer, required, string } from './words.ts'

export const Metric = object('Metric', 'Something that is measured and judged.', {
  name: required(string, 'Its name, unique within a run.'),
  interval: field(string, 'Time between two measurements, for example 5m; measured once when absent.'),
  initialDelay: field(string, 'Time before the first measurement.'),
  count: pointer(intOrString, 'Number of measurements; without an end when absent and an interval is given.'),
  successCondition: field(string, 'Expression over result that makes a measurement successful.'),
  failureCondition: field(string, 'Expression over result that makes a measurement failed.'),
  failureLimit: pointer(intOrString, 'Failed measurements that are tolerated; 0 when absent, -1 tolerates all.'),
  inconclusiveLimit: pointer(intOrString, 'Inconclusive measurements that are tolerated; 0 when absent.'),
  consecutiveErrorLimit: pointer(intOrString, 'Errors in a row that are tolerated; 4 when absent.'),
  consecutiveSuccessLimit: pointer(intOrString, 'Successes in a row that settle the metric; off when absent or 0.'),
  provider: required(MetricProvider, 'Who measures.'),
})

/** What templates and runs have in common. */
export const measured = {
  args: field(list(Argument), 'Arguments.'),
  dryRun: field(list(DryRun), 'Metrics whose outcome does not count.'),
  measurementRetention: field(list(MeasurementRetention), 'How many measurements are kept.'),
}

/** explain: a decision in sentences, for the CLI and the panel's "why". Prose is made from reason codes here and nowhere else. */
import type { Decision, TraceLine } from '../decision.ts'
import type { Intent } from '../intent.ts'
import { formatTime } from '../kube/time.ts'
import { sentences } from './sentences.ts'

/** One line a stage that has something to say, one a wanted effect, and when time alone will change the answer. */
export function explain(decision: Decision): readonly string[] {
  const { trace, intents, wakeAt } = decision
  return [
    ...trace.filter(line => line.outcome !== 'skipped').map(explainLine),
    ...intents.map(intent => `-> ${effectText(intent)}: ${intent.because}`),
    ...(wakeAt === undefined ? [] : [`looks again at ${formatTime(wakeAt)} at the latest`]),
  ]
}

/** A trace line as a sentence; a reason that has none is shown with its facts. */
export function explainLine({ stage, reason, facts }: TraceLine): string {
  const template = sentences[reason]
  if (template === undefined) return `${stage}: ${reason} ${JSON.stringify(facts)}`
  return `${stage}: ${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? 'none'))}`
}

function effectText(intent: Intent): string {
  switch (intent.do) {
    case 'create':
      return `create ${intent.object.kind} ${intent.object.metadata.name}`
    case 'patch':
    case 'delete':
      return `${intent.do} ${intent.target.kind} ${intent.target.name}`
    case 'evict':
      return `evict ${intent.count} of ${intent.pods.length} Pods, ${intent.pods[0]?.target.name} first`
    case 'measure':
      return `measure ${intent.name}`
    case 'verify':
      return `verify weight ${intent.weight} of ${intent.name}`
  }
}

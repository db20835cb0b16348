import { isTooOld } from './definition.ts'
import { error, type Rule, warning } from './finding.ts'

/** What a dry run of the Rollout was answered; what is wrong with the definition has findings of its own. */
export const refused: Rule = ({ wish, trial }) => {
  if ('taken' in trial || trial.refused.code === 404 || isTooOld(trial)) return []
  const { code, message } = trial.refused
  const object = `Rollout/${wish.name}`
  if (code === 403) {
    const text = `whether it would be accepted could not be tried: ${message}`
    return [warning('TrialForbidden', object, text, 'have somebody run the plan who may create rollouts')]
  }
  return [error('RolloutRefused', object, `the API server would not take it: ${message}`)]
}

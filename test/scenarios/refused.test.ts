import { describe, expect, test } from 'vitest'
import { canary } from './harness/rollouts.ts'
import { scenario } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]
const message = 'exceeded quota: pods'

describe('a ReplicaSet that the API server refuses', () => {
  test(
    'is said and told in upstream’s words, and created as soon as it may be',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      await when.fault({ effect: 'answer', code: 403, message, resources: ['replicasets.apps'], verbs: ['create'] })
      await when.image('shop/web:2')
      await advance('1m')
      await then.condition('Progressing', {
        status: 'False',
        reason: 'ReplicaSetCreateError',
        message: expect.stringMatching(/^Failed to create new replica set "web-\w+": exceeded quota: pods$/),
      })
      await then.events('ReplicaSetCreateError')
      await then.pods({ 1: 4 })
      await when.noFaults()
      await then.becomes('Paused')
    }),
  )
})

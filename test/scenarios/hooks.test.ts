/** Argo CD's hooks beside a Rollout that refers to a Deployment, both in one wave: sandbox/argocd/race.test.ts shows the race that is lost without what is tested here. */
import { expect, test } from 'vitest'
import { deployment, referring, template, text } from './harness/rollouts.ts'
import { type Scenario, scenario } from './harness/scenario.ts'

const rollout = JSON.parse(referring({ scaleDown: 'onsuccess' }, { steps: [{ setWeight: 50 }, { pause: {} }] }))
const hook = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'smoke', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'smoke', image: 'busybox:1', command: ['true'] }] },
    },
  },
}
/** Git's size of the Deployment is nobody's business any more. */
const handsOff = {
  syncPolicy: { syncOptions: ['RespectIgnoreDifferences=true'] },
  ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'legacy', jsonPointers: ['/spec/replicas'] }],
}

const version = (image: string) => text(deployment({ template: template(image) }), rollout, hook)

/** The first version is out and its hook has run; the answer tells whether another one has. */
async function delivered({ given, then, objects, advance }: Scenario) {
  const gitOps = await given.gitOps(version('shop/web:1'), handsOff)
  await advance('5m')
  await then.phase('Healthy')
  await advance('1m')
  const uidOf = async () =>
    (await objects.exists('Job', 'smoke')) ? (await objects.get('Job', 'smoke')).metadata.uid : ''
  const before = await uidOf()
  expect(before).not.toBe('')
  return { gitOps, hasRun: async () => ![before, ''].includes(await uidOf()) }
}

test.each(['lives', 'is killed before the commit and comes back a minute later'])(
  'a PostSync hook runs after the rollout when the template changes in Git and the controller %s (4-L1, CD#4669)',
  fate =>
    scenario(async play => {
      const { advance, then, when } = play
      const { gitOps, hasRun } = await delivered(play)
      if (fate !== 'lives') await when.controllerIsKilled()
      await gitOps.commit({ 'shop.yaml': version('shop/web:2') })
      await advance('1m')
      expect(await hasRun()).toBe(false)
      if (fate !== 'lives') await when.controllerStarts()
      await then.becomes('Paused')
      await advance('1h')
      expect(await hasRun()).toBe(false)
      await when.promote()
      await then.becomes('Healthy')
      await advance('1h')
      expect(await hasRun()).toBe(true)
    })(),
)

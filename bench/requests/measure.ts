/** Counts what the controller asks for, on the embedded cluster in virtual time: the same each time, on any machine. */
import type { KubeObject } from '../../sandbox/api.ts'
import { Objects } from '../../test/scenarios/harness/objects.ts'
import { Stage } from '../../test/scenarios/harness/stage.ts'
import { type Counts, countsOf, countsSince } from './counts.ts'
import { atOnce, blueGreenOf, canaryOf } from './objects.ts'

export type Measured = { readonly [scene in Scene]: Counts }
export type Scene = 'canary' | 'blueGreen' | 'slowCanary' | 'slowBlueGreen' | 'start' | 'idle'

/** Rollouts of each strategy in the settled fleet. */
const fleet = 10

export async function measureRequests(): Promise<Measured> {
  const updated = (given: readonly KubeObject[]) => onStage((stage, objects) => update(stage, objects, given))
  return {
    canary: await updated(canaryOf('web', atOnce)),
    blueGreen: await updated(blueGreenOf('web', atOnce)),
    slowCanary: await updated(canaryOf('web')),
    slowBlueGreen: await updated(blueGreenOf('web')),
    ...(await onStage(settledFleet)),
  }
}

async function onStage<T>(play: (stage: Stage, objects: Objects) => Promise<T>): Promise<T> {
  const stage = await Stage.open()
  try {
    return await play(stage, new Objects(stage))
  } finally {
    await stage.close()
  }
}

/** One new image on a settled Rollout, until long after it is Healthy. */
async function update(stage: Stage, objects: Objects, given: readonly KubeObject[]): Promise<Counts> {
  await deploy(stage, objects, given)
  const before = countsOf(stage.requests())
  await release(stage, objects, given)
  return countsSince(before, stage.requests())
}

/** What a start over Rollouts that have been through two revisions costs, and the hour after it. */
async function settledFleet(stage: Stage, objects: Objects): Promise<Pick<Measured, 'start' | 'idle'>> {
  const names = Array.from({ length: fleet }, (_, index) => index)
  const given = names.flatMap(name => [...canaryOf(`canary-${name}`), ...blueGreenOf(`blue-green-${name}`)])
  await deploy(stage, objects, given)
  await release(stage, objects, given)
  await stage.stopController()
  await stage.startController()
  await stage.advance('1m')
  const start = countsOf(stage.requests())
  await stage.advance('1h')
  return { start, idle: countsSince(start, stage.requests()) }
}

async function deploy(stage: Stage, objects: Objects, given: readonly KubeObject[]): Promise<void> {
  for (const object of given) await objects.apply(object)
  await becomeHealthy(stage, objects)
}

async function release(stage: Stage, objects: Objects, given: readonly KubeObject[]): Promise<void> {
  const body = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'shop/web:2' }]
  for (const { kind, metadata } of given)
    if (kind === 'Rollout') await objects.patch(kind, metadata.name, body, { type: 'json' })
  await becomeHealthy(stage, objects)
}

async function becomeHealthy(stage: Stage, objects: Objects): Promise<void> {
  await stage.advance('2m')
  const unfinished = (await objects.list('Rollout')).filter(({ status }) => status?.phase !== 'Healthy')
  if (unfinished.length > 0)
    throw new Error(`not Healthy after two minutes: ${unfinished.map(({ metadata }) => metadata.name).join(', ')}`)
}

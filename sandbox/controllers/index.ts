/** The built-in controllers: clients of the API with nothing private, so that they run beside the embedded server and beside a bare real one. */
import type { Api } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import { autoscalerController } from './autoscaler/controller.ts'
import type { Controller, Running } from './context.ts'
import { deploymentController } from './deployment/controller.ts'
import { disruptionController } from './disruption.ts'
import { endpointsController } from './endpoints.ts'
import { endpointSliceController } from './endpointslice.ts'
import { garbageController } from './garbage.ts'
import { jobController } from './job/controller.ts'
import { View } from './loop/view.ts'
import { namespaceController } from './namespace.ts'
import { replicaSetController } from './replicaset.ts'

const controllers: readonly Controller[] = [
  deploymentController,
  replicaSetController,
  jobController,
  endpointsController,
  endpointSliceController,
  autoscalerController,
  disruptionController,
  garbageController,
  namespaceController,
]

export interface ControllersOptions {
  /** Takes a line about each failed pass that is not a mere conflict; standard error when absent. */
  readonly log?: (line: string) => void
}

export interface Controllers {
  stop(): void
  /** Nothing to do now: caches have shown all writes and no key waits for anything but time. */
  idle(): boolean
}

export function startControllers(api: Api, clock: Clock, options: ControllersOptions = {}): Controllers {
  const view = new View(api, clock)
  const log = options.log ?? (line => console.error(line))
  const running: Running[] = controllers.map(start => start({ view, log }))
  return {
    stop: () => {
      for (const one of running) one.stop()
      view.stop()
    },
    idle: () => view.isFresh() && running.every(one => one.isIdle()),
  }
}

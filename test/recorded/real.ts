/** A real cluster in real time, with our controller in this process. Its scheduler must not run: nothing but the player moves pods. */
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '../../controller/client/client.ts'
import { type Controller, startController } from '../../controller/controller.ts'
import { realClock } from '../../sandbox/clock/clock.ts'
import { HttpApi } from '../../sandbox/http-api.ts'
import { startLockstep } from '../../sandbox/podlife/lockstep.ts'
import { realTarget } from '../cluster/target.ts'
import type { Host } from './host.ts'

const TICK = 50

/** The controller sees the one namespace alone, so that scenarios can be played beside each other. */
export async function realHost(kubeconfig: string, namespace: string): Promise<Host> {
  const { url, token, authority } = realTarget(kubeconfig)
  const connect = (userAgent: string) =>
    new HttpApi({ server: url, token, userAgent, ...(authority && { ca: authority }) })
  const [api, kubelet] = [connect('golden'), connect('kubelet')]
  const lockstep = startLockstep(kubelet, realClock, { jobAnnotation: 'golden/job' })
  const client = await createClient({ kubeconfig })
  let controller: Controller | undefined
  return {
    api,
    lockstep,
    now: () => Date.now(),
    async startController() {
      controller = await startController({ client, namespace })
      await controller.started
    },
    settle: async () => {},
    passTo: async at => void (await pause(Math.max(0, Math.min(TICK, at - Date.now())))),
    async close() {
      lockstep.stop()
      await controller?.stop()
      client.close()
      await Promise.all([api.close(), kubelet.close()])
    },
  }
}

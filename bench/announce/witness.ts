/** Sees when a generation of a Deployment stands on the Rollout that refers to it. */
import { Reflector } from '../../controller/cache/reflector.ts'
import { Store } from '../../controller/cache/store.ts'
import type { Client, KubeObject } from '../../controller/client/client.ts'
import { resources } from '../../controller/client/path.ts'
import { realClock } from '../../controller/clock.ts'
import { silent } from '../../controller/log.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'

interface Wish {
  readonly generation: number
  readonly fulfil: (at: number) => void
}

export class Witness {
  /** The generation on each Rollout. */
  private readonly known = new Store<number>({})
  private readonly wishes = new Map<string, Wish>()
  private readonly reflector: Reflector<number>

  constructor(client: Client, namespace: string) {
    const common = { client, clock: realClock, log: silent, namespace, resource: resources.rollouts }
    this.known.onChange((key, _, generation) => this.see(key, generation ?? 0))
    this.reflector = new Reflector({ ...common, metadataOnly: true, store: this.known, project: generationOf })
    this.reflector.start()
  }

  /** Resolves with the moment at which the Rollout was seen to know this generation, as `performance.now` tells it. */
  saw(rollout: string, generation: number): Promise<number> {
    if ((this.known.get(rollout) ?? 0) >= generation) return Promise.resolve(performance.now())
    return new Promise(fulfil => this.wishes.set(rollout, { generation, fulfil }))
  }

  end(): void {
    this.reflector.stop()
  }

  private see(rollout: string, generation: number): void {
    const wish = this.wishes.get(rollout)
    if (!wish || generation < wish.generation) return
    this.wishes.delete(rollout)
    wish.fulfil(performance.now())
  }
}

function generationOf({ metadata }: KubeObject): number {
  const annotations = metadata.annotations as { readonly [key: string]: string } | undefined
  return Number(annotations?.[WORKLOAD_GENERATION] ?? 0)
}

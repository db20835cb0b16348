/** Looks on all the time: what was never less, and never more, at any moment between two others. */
import type { KubeObject, WatchEvent } from '../../../sandbox/api.ts'
import { Availability } from '../../recorded/availability.ts'
import type { Bounds } from '../../recorded/recording.ts'
import { NAMESPACE } from './objects.ts'
import type { Stage } from './stage.ts'

export class Witness {
  private readonly now = new Map<string, KubeObject>()
  private readonly availability = new Availability()
  private readonly stops: (() => void)[] = []
  private isLooking = false

  static async begin(stage: Stage): Promise<Witness> {
    const witness = new Witness()
    for (const collection of ['pods', 'services']) {
      const path = `/api/v1/namespaces/${NAMESPACE}/${collection}?watch=true`
      witness.stops.push(
        stage.api.watch(
          path,
          event => witness.see(event),
          () => {},
        ),
      )
    }
    await stage.settle()
    witness.isLooking = true
    witness.availability.see(witness.now)
    return witness
  }

  bounds(): Bounds {
    return this.availability.bounds()
  }

  end(): void {
    for (const stop of this.stops) stop()
  }

  private see({ type, object }: WatchEvent): void {
    if (type === 'DELETED') this.now.delete(object.metadata.uid)
    else this.now.set(object.metadata.uid, object)
    if (this.isLooking) this.availability.see(this.now)
  }
}

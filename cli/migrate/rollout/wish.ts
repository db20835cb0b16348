/** What the team asks for. */
export interface Wish {
  /** Name of the Rollout. */
  readonly name: string
  readonly strategy: 'canary' | 'blueGreen'
  readonly scaleDown: 'progressively' | 'onsuccess' | 'never'
  /** Of a blue-green Rollout. */
  readonly activeService?: string
  readonly previewService?: string
}

/** With `never` the Deployment keeps its pods, and whoever scales it goes on. */
export const takesPods = ({ scaleDown }: Pick<Wish, 'scaleDown'>) => scaleDown !== 'never'

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

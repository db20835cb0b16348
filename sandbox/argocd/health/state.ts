/** From best to worst: an application is as healthy as the worst of its resources. */
export const states = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const
export type State = (typeof states)[number]

export interface Health {
  readonly status: State
  readonly message?: string
}

export const worstOf = (all: readonly (State | undefined)[]): State =>
  states[Math.max(0, ...all.map(state => (state ? states.indexOf(state) : 0)))]!

const REASON = { 400: 'BadRequest', 413: 'RequestEntityTooLarge', 422: 'Invalid', 500: '' } as const

/** A patch that cannot be applied, with the code and the reason of the Status that the server answers. */
export class PatchError extends Error {
  /** 400 for a patch that cannot be read, 413 for one with too many operations, 422 for one that does not fit the object, 500 for
   * directives that contradict each other (the server answers these as its own failure, without a reason). */
  readonly code: keyof typeof REASON
  readonly reason: (typeof REASON)[keyof typeof REASON]

  constructor(message: string, code: keyof typeof REASON = 400) {
    super(message)
    this.name = 'PatchError'
    this.code = code
    this.reason = REASON[code]
  }
}

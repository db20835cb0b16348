/** A patch that cannot be applied, with the Status that the server answers. */
export class PatchError extends Error {
  /** 400 for a patch that cannot be read, 422 for one that does not fit the object. */
  readonly code: number
  readonly reason: 'BadRequest' | 'Invalid' | 'UnprocessableEntity'

  constructor(message: string, code: 400 | 422 = 400) {
    super(message)
    this.name = 'PatchError'
    this.code = code
    this.reason = code === 400 ? 'BadRequest' : 'Invalid'
  }
}

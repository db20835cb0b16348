/** Splits a stream of bytes into frames, each led by its length in four bytes, without ever holding more than one unfinished frame. */
export class FrameSplitter {
  private rest: Buffer = Buffer.alloc(0)
  private readonly frame: (bytes: Buffer) => void

  constructor(frame: (bytes: Buffer) => void) {
    this.frame = frame
  }

  push(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    let from = 0
    while (from + 4 <= bytes.length) {
      const to = from + 4 + bytes.readUInt32BE(from)
      if (to > bytes.length) break
      this.frame(bytes.subarray(from + 4, to))
      from = to
    }
    this.rest = Buffer.from(bytes.subarray(from))
  }
}

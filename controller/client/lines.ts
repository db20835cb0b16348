/** Splits a stream of bytes into lines without ever holding more than one unfinished line. */
export class LineSplitter {
  private readonly rest: Buffer[] = []
  private readonly line: (text: string) => void

  constructor(line: (text: string) => void) {
    this.line = line
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const text = this.rest.length === 0 ? chunk.toString('utf8', from, end) : this.joined(chunk.subarray(from, end))
      from = end + 1
      if (text !== '') this.line(text)
    }
    if (from < chunk.length) this.rest.push(from === 0 ? chunk : Buffer.from(chunk.subarray(from)))
  }

  private joined(last: Buffer): string {
    const text = Buffer.concat([...this.rest, last]).toString()
    this.rest.length = 0
    return text
  }
}

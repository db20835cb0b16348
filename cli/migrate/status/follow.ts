/** Follows a migration until it is drained, or until waiting is of no use, and says each change. */
import type { Client } from '../../../controller/client/client.ts'
import { type Patience, waitFor } from '../waiting.ts'
import { renderProgress, renderVerdict } from './render.ts'
import { gatherStanding } from './standing.ts'
import { judge, type Verdict } from './verdict.ts'

export interface Following {
  readonly client: Client
  readonly patience: Patience
  readonly say: (text: string) => void
}

export async function follow({ client, patience, say }: Following, namespace: string, name: string): Promise<Verdict> {
  let last = ''
  const look = async () => {
    const standing = await gatherStanding(client, namespace, name)
    const verdict = judge(standing)
    const line = renderProgress(standing, verdict)
    if (line !== last) say(line)
    last = line
    return verdict
  }
  const verdict = await waitFor(patience, look, ({ isFinal }) => isFinal)
  say(renderVerdict(verdict))
  return verdict
}

/** `npm run bench [rows...]`: counts and measures, docs/bench.md. Ends with 1 when a count of requests has grown. */
import { Argument, Command } from 'commander'
import { announceRow } from './announce/row.ts'
import { growthRow } from './growth/row.ts'
import { requestsRow } from './requests/row.ts'
import { sandboxRow } from './sandbox/row.ts'

interface Flags {
  readonly accept: boolean
  readonly kubeconfig?: string
}

const rows: { readonly [row: string]: (flags: Flags) => Promise<boolean> } = {
  requests: requestsRow,
  sandbox: sandboxRow,
  announce: announceRow,
  growth: growthRow,
}

await new Command('bench')
  .description('Counts requests of the controller, measures it and the embedded cluster')
  .addArgument(new Argument('[rows...]', 'what to measure').choices(Object.keys(rows)).default(Object.keys(rows)))
  .option('--accept', 'row requests: write the measured counts to bench/expected.json', false)
  .option(
    '--kubeconfig <file>',
    'row sandbox: measure this cluster too; row announce: this one instead; in a namespace of its own',
  )
  .action(async (chosen: readonly string[], flags: Flags) => {
    for (const row of chosen) if (!(await rows[row]!(flags))) process.exitCode = 1
  })
  .parseAsync()

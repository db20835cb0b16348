/** Row `sandbox`: how fast the embedded cluster is, beside a bare in-memory server and, with a kubeconfig, a real control plane. */
import { setTimeout as pause } from 'node:timers/promises'
import { renderTable } from '../table.ts'
import { type Connection, connect } from './connection.ts'
import { clean, createNamespace, fanOut, fill, list } from './load.ts'
import { startSandbox } from './process.ts'

type Figures = { readonly [measure: string]: string }

/** Of docs/bench.md: 61 lines of node:http that keep objects in memory. */
const bare: Figures = {
  'list 5,000 ReplicaSets, ms': '59',
  'list 5,000 ReplicaSets, MB': '10.7',
  'events/s to 50 watchers': '77000',
}

/** Always true: times depend on the machine. */
export async function sandboxRow({ kubeconfig }: { readonly kubeconfig?: string }): Promise<boolean> {
  const embedded = await measureEmbedded()
  const columns: { readonly [name: string]: Figures } = {
    embedded,
    ...(kubeconfig ? { real: await measureReal(kubeconfig) } : {}),
    'bare server': bare,
  }
  const row = (measure: string) => [measure, ...Object.values(columns).map(figures => figures[measure] ?? '-')]
  console.log(renderTable([['', ...Object.keys(columns)], ...Object.keys(embedded).map(row)]))
  return true
}

async function measureEmbedded(): Promise<Figures> {
  const sandbox = await startSandbox()
  const connection = await connect(sandbox.kubeconfig)
  try {
    const empty = sandbox.rss()
    const figures = await measureLoad(connection)
    await fill(connection, 5_000, 10_000)
    await pause(5_000)
    return {
      'start, ms': sandbox.startup.toFixed(0),
      'memory when empty, MiB': empty.toFixed(0),
      ...figures,
      'memory at 10,000 ReplicaSets, MiB': sandbox.rss().toFixed(0),
    }
  } finally {
    connection.close()
    await sandbox.stop()
  }
}

/** Leaves nothing behind on a cluster that is somebody's. */
async function measureReal(kubeconfig: string): Promise<Figures> {
  const connection = await connect(kubeconfig)
  try {
    return await measureLoad(connection).finally(() => clean(connection))
  } finally {
    connection.close()
  }
}

async function measureLoad(connection: Connection): Promise<Figures> {
  await createNamespace(connection)
  const writes = await fill(connection, 0, 5_000)
  const { ms, megabytes } = await list(connection)
  const deliveries = await fanOut(connection, 50, 1_000)
  return {
    'writes/s': writes.toFixed(0),
    'list 5,000 ReplicaSets, ms': ms.toFixed(0),
    'list 5,000 ReplicaSets, MB': megabytes.toFixed(1),
    'events/s to 50 watchers': deliveries.toFixed(0),
  }
}

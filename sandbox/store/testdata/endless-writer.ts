import { Journal } from '../journal.ts'
import { Store } from '../store.ts'

// A process to be killed: writes one object over and over, and tells each revision after it was stored. Snapshots are frequent.
const store = new Store({ journal: new Journal(process.argv[2]!, 5000) })
const write = () => {
  const metadata = { namespace: 'default', name: 'a' }
  store.put('/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { data: String(store.revision + 1) },
  })
  process.send!(store.revision)
  setImmediate(write)
}
write()

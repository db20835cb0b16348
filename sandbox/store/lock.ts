import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Marks the folder as this process's. Two writers would mix their journals, so a folder of a process that lives is refused; that of one that was
 * killed is taken over.
 */
export function takeLock(folder: string): void {
  const lock = join(folder, 'lock')
  const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `${folder} is in use by process ${owner}: stop it, or choose another folder (if it is no cluster, remove ${lock})`,
    )
  }
  writeFileSync(lock, String(process.pid))
}

export function releaseLock(folder: string): void {
  rmSync(join(folder, 'lock'), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

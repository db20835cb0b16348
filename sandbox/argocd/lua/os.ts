/** The `os` that a script gets from `require("os")`: `time` and `date`, in UTC. */
import { lauxlib, lua, type State, to_jsstring, to_luastring } from 'fengari'
import { push } from './json.ts'

const two = (value: number) => String(value).padStart(2, '0')

const flags: Record<string, (time: Date) => string> = {
  Y: time => String(time.getUTCFullYear()),
  y: time => two(time.getUTCFullYear() % 100),
  m: time => two(time.getUTCMonth() + 1),
  d: time => two(time.getUTCDate()),
  H: time => two(time.getUTCHours()),
  M: time => two(time.getUTCMinutes()),
  S: time => two(time.getUTCSeconds()),
  F: time => time.toISOString().slice(0, 10),
  X: time => time.toISOString().slice(11, 19),
}

/** Unknown flags stay as they are written. */
function renderDate(format: string, time: Date): string {
  return format.replace(/^!/, '').replace(/%(.)/g, (whole, flag: string) => flags[flag]?.(time) ?? whole)
}

export function openOs(L: State, now: number): void {
  const functions = {
    time: () => push(L, Math.floor(now / 1000)),
    date: () => {
      const format = to_jsstring(lauxlib.luaL_checkstring(L, 1))
      lua.lua_pushstring(L, to_luastring(renderDate(format, new Date(now))))
    },
  }
  lua.lua_getglobal(L, to_luastring('package'))
  lua.lua_getfield(L, -1, to_luastring('preload'))
  lua.lua_pushcfunction(L, () => {
    lua.lua_createtable(L, 0, 2)
    for (const [name, run] of Object.entries(functions)) {
      lua.lua_pushcfunction(L, () => {
        run()
        return 1
      })
      lua.lua_setfield(L, -2, to_luastring(name))
    }
    return 1
  })
  lua.lua_setfield(L, -2, to_luastring('os'))
  lua.lua_settop(L, 0)
}

import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { basename, join } from 'node:path'
import { ROOT } from './fujian.ts'

/**
 * Electron as far as the shell uses it, behaving as its documentation says: schemes must be registered before ready, handlers
 * are unique, what passes a channel is cloned, a utility process is a real process that speaks the same messages.
 */
type Handler = (event: { senderFrame: { url: string } | null }, ...args: unknown[]) => unknown

export const calls = {
  windows: [] as FakeWindow[],
  handlers: new Map<string, Handler>(),
  schemes: [] as unknown[],
  protocol: new Map<string, (request: Request) => Promise<Response>>(),
  exposed: new Map<string, Record<string, (...args: unknown[]) => unknown>>(),
  children: [] as ChildProcess[],
  menu: [] as unknown[],
  permission: null as null | ((contents: unknown, permission: string, decide: (granted: boolean) => void) => void),
  chosen: [] as string[],
  opened: [] as string[],
  quits: 0,
  alone: true,
  ready: false,
}

class FakeContents extends EventEmitter {
  openHandler: (() => { action: string }) | null = null
  setWindowOpenHandler(handler: () => { action: string }) {
    this.openHandler = handler
  }
}

class FakeWindow {
  readonly options: { webPreferences: Record<string, unknown> }
  readonly webContents = new FakeContents()
  url = ''
  focused = 0
  constructor(options: FakeWindow['options']) {
    if (!calls.ready) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    calls.windows.push(this)
  }
  async loadURL(url: string) {
    this.url = url
  }
  isDestroyed() {
    return false
  }
  isMinimized() {
    return false
  }
  restore() {}
  focus() {
    this.focused += 1
  }
  static getAllWindows() {
    return calls.windows
  }
}

class FakeApp extends EventEmitter {
  requestSingleInstanceLock() {
    return calls.alone
  }
  async whenReady() {
    calls.ready = true
  }
  quit() {
    calls.quits += 1
  }
}

export const app = new FakeApp()
export const BrowserWindow = FakeWindow
export const dialog = {
  showOpenDialog: async () => ({ canceled: calls.chosen.length === 0, filePaths: calls.chosen }),
}
export const ipcMain = {
  handle: (channel: string, handler: Handler) => {
    if (calls.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    calls.handlers.set(channel, handler)
  },
}
export const Menu = {
  buildFromTemplate: (template: unknown[]) => template,
  setApplicationMenu: (menu: unknown[]) => {
    calls.menu = menu
  },
}
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => {
    if (calls.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    calls.schemes = schemes
  },
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
    calls.protocol.set(scheme, handler)
  },
}
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: typeof calls.permission) => {
      calls.permission = handler
    },
  },
}
export const shell = {
  openPath: async (path: string) => {
    calls.opened.push(path)
    return ''
  },
}
export const contextBridge = {
  exposeInMainWorld: (name: string, api: Record<string, (...args: unknown[]) => unknown>) => {
    calls.exposed.set(name, api)
  },
}
export const ipcRenderer = {
  invoke: async (channel: string, ...args: unknown[]) =>
    structuredClone(
      await calls.handlers.get(channel)?.({ senderFrame: { url: 'workbench://app/' } }, ...structuredClone(args)),
    ),
}
export const utilityProcess = {
  fork: (script: string, args: string[]) => {
    const child = fork(join(ROOT, 'electron', basename(script).replace(/\.js$/, '.ts')), args, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    calls.children.push(child)
    child.on('error', () => {})
    return {
      get pid() {
        return child.pid
      },
      postMessage: (message: object) => {
        if (child.connected) child.send(message, () => {})
      },
      on: (event: string, listener: (...args: unknown[]) => void) => child.on(event, listener),
      kill: () => child.kill(),
    }
  },
}

import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell } from 'electron'
import { CoreClient } from '../core-client.ts'
import { menuTemplate } from './menu.ts'
import { answerRequest, HOME, SCHEME } from './protocol.ts'
import { startUtility } from './utility.ts'
import { openWindow } from './window.ts'

/** The built parts: `renderer`, and `desktop` with the preload and the core process. */
export type Built = {
  readonly renderer: string
  readonly preload: string
  readonly core: string
  readonly reader: string
  readonly writer: string
}

/**
 * The desktop shell: one window over one core process. It has no rules of its own; what a person may do is decided behind
 * the same door as in the browser.
 */
export async function main(built: Built): Promise<void> {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  await app.whenReady()
  const core = new CoreClient(join(homedir(), '能源审计'), null, {
    core: startUtility(built.core),
    reader: startUtility(built.reader),
    writer: startUtility(built.writer),
  })
  core.openFile = async path => (await shell.openPath(path)) === ''
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  protocol.handle(SCHEME, request => answerRequest(core, built.renderer, request))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate()))

  ipcMain.handle('call', (event, name: unknown, input: unknown, sender: unknown) => {
    if (!event.senderFrame?.url.startsWith(HOME)) return refuse('请在程序自己的窗口里操作。')
    if (typeof name !== 'string' || name.startsWith('host.')) return refuse('没有这个操作。')
    const text = (key: string) => {
      const value: unknown = typeof sender === 'object' && sender ? Reflect.get(sender, key) : null
      return typeof value === 'string' ? value : null
    }
    return core.call(name, input, { command: text('command'), workbook: text('workbook') })
  })
  ipcMain.handle('chooseFile', async event => {
    if (!event.senderFrame?.url.startsWith(HOME)) return null
    const chosen = await dialog.showOpenDialog({
      title: '打开工作簿',
      properties: ['openFile'],
      filters: [{ name: '能源审计工作簿', extensions: ['eaw'] }],
    })
    const [path] = chosen.filePaths
    return path === undefined ? null : core.grant(path)
  })

  let window = openWindow(built.preload)
  app.on('second-instance', () => {
    if (window.isDestroyed()) window = openWindow(built.preload)
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) window = openWindow(built.preload)
  })
  app.on('window-all-closed', () => {
    core.close()
    app.quit()
  })
}

function refuse(message: string) {
  return { ok: false, code: 'invalidInput', message } as const
}

import { BrowserWindow } from 'electron'
import { HOME } from './protocol.ts'

/** The one window: sandboxed, without Node, and unable to go anywhere but our own page. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 600,
    title: '公共机构能源审计工作台',
    backgroundColor: '#f3f5f8',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(HOME)) event.preventDefault()
  })
  window.loadURL(HOME)
  return window
}

import { contextBridge, ipcRenderer } from 'electron'

/** One fixed channel; the name of an operation is checked in the core process. */
contextBridge.exposeInMainWorld('workbench', {
  call: (name: string, input: unknown, command: string) => ipcRenderer.invoke('call', name, input, command),
  chooseFile: () => ipcRenderer.invoke('chooseFile'),
})

import { contextBridge, ipcRenderer } from 'electron'

/** One fixed channel; the name of an operation is checked in the core process. */
contextBridge.exposeInMainWorld('workbench', {
  call: (name: string, input: unknown, sender: unknown) => ipcRenderer.invoke('call', name, input, sender),
  chooseFile: () => ipcRenderer.invoke('chooseFile'),
})

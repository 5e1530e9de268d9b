/**
 * A stand-in for the `electron` module, for machines without its binary: the same shapes and port semantics on worker_threads.
 *
 * It proves that Crossbook's Electron files fit together and keep their promises, not that Electron keeps its own.
 */
export { app, dialog, Menu, Notification, protocol, safeStorage, screen, session, shell } from './electron-app.ts';
export { BrowserWindow, contextBridge, ipcMain, ipcRenderer } from './electron-page.ts';
export { FakeMessageChannelMain as MessageChannelMain } from './electron-port.ts';
export { utilityProcess } from './electron-process.ts';

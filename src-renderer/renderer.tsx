/**
 * The window's entry: styles, theme, the two ports, and the shell.
 */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import 'dockview-react/dist/styles/dockview.css';
import './shell/theme.css';
import './shell/base.css';
import './shell/shell.css';
import './shell/replay/sessions-bar.css';
import './shell/dock/dock.css';
import './widgets/widgets.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { followTheme } from './shell/theme.ts';
import { startClients } from './stores/clients.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

followTheme();
startClients();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

import '@fontsource-variable/ibm-plex-sans/wght.css';
import './style/palette.css';
import './style/ground.css';
import './style/controls.css';
import './style/create.css';
import './style/chart.css';
import './style/sheet.css';
import './style/jobs.css';
import './style/takes.css';
import './style/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConnectionProvider } from './api/connection.tsx';
import { App } from './app/app.tsx';
import { FailureScreen } from './app/failure-screen.tsx';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <FailureScreen>
      <ConnectionProvider>
        <App />
      </ConnectionProvider>
    </FailureScreen>
  </StrictMode>,
);

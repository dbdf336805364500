import '@fontsource-variable/ibm-plex-sans/wght.css';
import './style/first-font.css';
import './style/palette.css';
import './style/ground.css';
import './style/controls.css';
import './style/create.css';
import './style/chips.css';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ConnectionProvider } from './api/connection.tsx';
import { App } from './app/app.tsx';
import { FailureScreen } from './app/failure-screen.tsx';
import { keepFocus } from './app/keep-focus.ts';
import { lazyPart, Waiting } from './app/lazy-part.tsx';
import { useRoute } from './app/route.ts';

const ViewPage = lazyPart(() => import('./views/view-page.tsx'));

/** Those who have the link of a comparison have no key: that page asks the gateway for nothing else. */
function Root() {
  const { page, id } = useRoute();
  if (page === 'view' && id !== null) {
    return (
      <Suspense fallback={<Waiting />}>
        <ViewPage key={id} token={id} />
      </Suspense>
    );
  }
  return (
    <ConnectionProvider>
      <App />
    </ConnectionProvider>
  );
}

keepFocus();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <FailureScreen>
      <Root />
    </FailureScreen>
  </StrictMode>,
);

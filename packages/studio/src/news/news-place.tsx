import { Suspense } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import type { Route } from '../app/route.ts';
import { usePageTitle } from '../app/use-page-title.ts';
import { newsText, useNews } from './use-news.ts';

const Toasts = lazyPart(() => import('./toasts.tsx'), 'aside');

/** Where jobs that have just ended are told: in a corner, aloud, and in the title. Alone, so that the page around it is not drawn again. */
export function NewsPlace({ route }: { readonly route: Route }) {
  const news = useNews(route);
  usePageTitle(route, news.unseen);
  return (
    <>
      <p className="spoken-only" role="status">
        {newsText(news.shown.at(-1))}
      </p>
      {news.shown.length > 0 && (
        <Suspense>
          <Toasts news={news.shown} onDismiss={news.dismiss} />
        </Suspense>
      )}
    </>
  );
}

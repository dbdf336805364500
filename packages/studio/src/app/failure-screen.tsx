import { Component, type ReactNode } from 'react';
import { tabStore } from '../api/browser-store.ts';
import { Notice } from '../controls/notice.tsx';

/** What is left when the page itself breaks: the message, and a way to begin again. Jobs are not touched by it. */
export class FailureScreen extends Component<{ readonly children: ReactNode }, { readonly failure: Error | null }> {
  override state = { failure: null };

  static getDerivedStateFromError(failure: Error): { failure: Error } {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state as { failure: Error | null };
    if (!failure) return this.props.children;
    return (
      <main className="page">
        <Notice tone="failure" title="The page has failed">
          <p>{failure.message}</p>
          <p>Your jobs are not affected: the server watches them, and nothing is ordered twice.</p>
          <p>
            <button type="button" className="button primary" onClick={beginAgain}>
              Start again
            </button>
          </p>
        </Notice>
      </main>
    );
  }
}

function beginAgain(): void {
  tabStore.removeItem('shotcaller-choice');
  location.replace(location.pathname);
  location.reload();
}

import { useState } from 'react';
import { GatewayError } from '../api/gateway-error.ts';

export interface Sending {
  readonly isBusy: boolean;
  readonly failure: string | null;
  /** What is wrong with one field. */
  readonly problemOf: (field: string) => string | undefined;
  /** Sends once at a time, and keeps what went wrong. */
  readonly send: (what: () => Promise<void>) => void;
}

/** One form on its way to the server. */
export function useSending(): Sending {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const problems = error instanceof GatewayError ? (error.detail.problems ?? []) : [];
  return {
    isBusy,
    failure: error === null || problems.length > 0 ? null : error.message,
    problemOf: (field) => problems.find((problem) => problem.field.split('.')[0] === field)?.message,
    send(what) {
      if (isBusy) return;
      setIsBusy(true);
      setError(null);
      what()
        .catch((caught: Error) => setError(caught))
        .finally(() => setIsBusy(false));
    },
  };
}

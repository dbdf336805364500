/** A webhook call that is owed to a callback URL. */
export interface OwedWebhook {
  /** `<job id>-<status>`: one for each end of a job. */
  readonly id: string;
  readonly jobId: string;
  readonly service: string;
  readonly url: string;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly tries: number;
  readonly nextAtMs: number;
  readonly lastError: string | null;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/** Webhook calls of one service in one state. */
export type WebhookQuery = Pick<OwedWebhook, 'service' | 'state'>;

/** The part of a ledger that keeps owed webhook calls. */
export interface WebhookRecords {
  /** `false`: it is owed already. Not synced: what is lost in a power failure is found by `jobIdsOwedWebhook`, and its id is the same. */
  oweWebhook(webhook: OwedWebhook): Promise<boolean>;
  /** Of one that waits; what was delivered or given up stays so, whatever a process says that slept through it. */
  changeWebhook(
    id: string,
    change: Partial<Pick<OwedWebhook, 'state' | 'tries' | 'nextAtMs' | 'lastError' | 'lastAtMs'>>,
  ): Promise<void>;
  /**
   * Puts off the next try of a webhook call that is due, for whoever calls it now. `false`: somebody else has taken it, or it needs no
   * call any more. Not synced.
   */
  claimWebhook(claim: Pick<OwedWebhook, 'id' | 'nextAtMs'> & { readonly untilMs: number }): Promise<boolean>;
  /** Those of one service's jobs, the next due first: a gateway delivers for its own service only. */
  webhooks(query: WebhookQuery & { readonly limit: number }): Promise<readonly OwedWebhook[]>;
  countWebhooks(query: WebhookQuery): Promise<number>;
  /** Concluded jobs of a service with a callback URL and nothing owed yet. */
  jobIdsOwedWebhook(service: string): Promise<readonly string[]>;
}

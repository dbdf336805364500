/** What the gateway must remember beside the ledger: who ordered through it, and what it owes to callback URLs. */
export interface GatewayRecords {
  /**
   * Writes an order down before it is placed. When the same owner's `clientKey` is taken in this generation, nothing is written
   * and the first one comes back.
   */
  addJob(job: NewJobRecord): Promise<JobRecord>;
  job(dedupeKey: string): Promise<JobRecord | undefined>;
  jobById(jobId: string): Promise<JobRecord | undefined>;
  /** The newest generation under a client's own key. */
  byClientKey(owner: string, clientKey: string): Promise<JobRecord | undefined>;
  /** Orders of the same body since then, newest first; those with a client key of their own are not among them. */
  byBody(owner: string, bodyHash: string, sinceMs: number): Promise<readonly JobRecord[]>;
  change(dedupeKey: string, change: JobRecordChange): Promise<void>;
  /** Newest first. */
  jobIdsOf(owner: string): Promise<ReadonlySet<string>>;
  owners(): Promise<readonly { readonly jobId: string; readonly owner: string }[]>;

  /** `false`: it is there already. */
  addDelivery(delivery: DeliveryRecord): Promise<boolean>;
  changeDelivery(
    id: string,
    change: Partial<Pick<DeliveryRecord, 'state' | 'tries' | 'nextAtMs' | 'lastError' | 'lastAtMs'>>,
  ): Promise<void>;
  deliveries(state: DeliveryRecord['state'], limit: number): Promise<readonly DeliveryRecord[]>;
  /** Orders with a callback URL and no delivery yet. */
  jobIdsOwedDelivery(): Promise<readonly string[]>;

  /** A value made once and kept, such as a secret. */
  settled(name: string, make: () => string): Promise<string>;
  close(): Promise<void>;
}

export interface NewJobRecord {
  /** The key that the ledger knows the order by. */
  readonly dedupeKey: string;
  /** Name of the client key; empty in local mode. */
  readonly owner: string;
  /** `Idempotency-Key`, or the `key` of our own API. */
  readonly clientKey: string | null;
  /** A key whose earlier order ended without a purchase may be used again: 1, 2, … */
  readonly generation: number;
  readonly bodyHash: string;
  readonly receivedAtMs: number;
  /** The model as asked for: an id or `auto…`. */
  readonly requested: string;
  readonly callbackUrl: string | null;
}

export interface JobRecord extends NewJobRecord {
  readonly jobId: string | null;
  /** The client has got the id. */
  readonly answered: boolean;
  /** The client has got the whole file. */
  readonly handedOver: boolean;
  /** JSON of `Choice`; `null` until planned. */
  readonly choice: string | null;
}

export type JobRecordChange = Partial<Pick<JobRecord, 'orderId' | 'answered' | 'handedOver' | 'choice'>>;

export interface DeliveryRecord {
  /** `<order id>-<word>`: one for each end of an order. */
  readonly id: string;
  readonly jobId: string;
  readonly url: string;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly tries: number;
  readonly nextAtMs: number;
  readonly lastError: string | null;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

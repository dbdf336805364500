/** An error body of the API in one form, whichever of its shapes arrived. Holds no key, prompt or account id. */
export interface WireError {
  readonly shape: 'envelope' | 'zod' | 'not_json' | 'empty';
  readonly httpStatus: number;
  /** The server's words, bounded and redacted. For people; never decide on it. */
  readonly message: string;
  /** `error.code` as a number when it is one. */
  readonly code: number | null;
  /** `error.metadata.error_type`, the stable switch. */
  readonly errorType: string | null;
  /** `error.metadata.limit_source`. */
  readonly limitSource: string | null;
  readonly providerName: string | null;
  /** `error.availability.code`. */
  readonly availabilityCode: string | null;
  /** `error.metadata.failed_routing_step`. */
  readonly failedRoutingStep: string | null;
  /** Why moderation refused; empty when not stated. */
  readonly moderationReasons: readonly string[];
  /** Paths and texts of a schema violation; empty otherwise. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

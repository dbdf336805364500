import type { Clock } from './clock.ts';
import type { Room } from './room.ts';
import type { WireModel } from './wire.ts';

/** How a simulated account, its models and its time are. Money is in US dollars. Throws `UnknownScenarioError` for a scenario that there is not. */
export interface SimulatorOptions {
  /** Everything random follows from it: ids, waiting times, faults, seeds of jobs that name none. Default 1. */
  readonly seed?: number;
  /** Divides every simulated duration: rendering, delivery retries, lags, lifetimes. Default 1: as slow as measured. */
  readonly speed?: number;
  /** Default the machine's clock; tests pass `manualClock()`. */
  readonly clock?: Clock;
  /** Path of a catalogue file, or the models themselves. Default the bundled capture of 2026-10-08. */
  readonly catalog?: string | readonly WireModel[];
  /** Scenarios that hold for every request, as `--scenario` takes them. Default none. */
  readonly scenario?: string;
  /** What the account holds at the start, in US dollars. Default 1000. */
  readonly creditsUsd?: number;
  /** Limit of the key, in US dollars. Default none. */
  readonly keyLimitUsd?: number;
  /** How much estimated cost may be running at once, in US dollars. Default no limit. */
  readonly inFlightBudgetUsd?: number;
  /** How many jobs of each provider may run at once; more are refused with 429. May move in the course of time. Default no limit. */
  readonly jobsAtOnce?: readonly Room[];
  /**
   * Keys that are accepted. Default: every key but those with one of the words bad, invalid, wrong, revoked, expired in
   * them, which are answered like a key that does not exist.
   */
  readonly apiKeys?: readonly string[];
  /** Signs webhooks. Default "whsec_simulator"; null leaves them unsigned. */
  readonly webhookSecret?: string | null;
  /** Allows `callback_url` with http, and on loopback or private addresses. Default false: public HTTPS only. */
  readonly allowInsecureCallbacks?: boolean;
  /** Delivers webhooks. Default the built-in fetch. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Keeps jobs, bills and deliveries in this folder, so they survive a restart. Default: memory only. */
  readonly stateDirectory?: string;
  /** After so many seconds a job that has not ended expires. Default 10800; the real figure is unknown (over two hours). */
  readonly lifetimeSeconds?: number;
  /** Largest body of a submit, in bytes; beyond it 413. Default 64 MiB; the real limit is undocumented. */
  readonly maxBodyBytes?: number;
  /** Writes the name of the model into its clips. Default true; false where people vote without knowing the model. */
  readonly modelInClips?: boolean;
  /** Clips kept in memory, in bytes. Default 128 MiB. */
  readonly clipCacheBytes?: number;
  /** Makes clips on a worker thread, so that the server never waits for one. Default true where the built worker is found. */
  readonly clipThread?: boolean;
}

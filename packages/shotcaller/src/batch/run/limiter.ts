/**
 * How many clips may be made at once, learnt from what the service takes: one limit for each provider, and one for the account. Each
 * grows by one with a clip that completes while it is full, and is cut when the service refuses for lack of room. A level that was refused
 * is remembered and tried again seldom, less often each time that it is refused: so few submits are refused while a limit holds, and a
 * limit that has risen is found.
 */
export interface Limiter {
  /** When a clip of this provider may leave: `0` now, a time in milliseconds, or `null`: when another one ends. */
  readyAt(provider: string, nowMs: number): number | null;
  enter(provider: string): void;
  /** `completed`: the service has made it, so there was room for it. */
  leave(provider: string, how: 'completed' | 'ended', nowMs: number): void;
  /** The service had no room. The clip is not made, and `leave` follows. */
  refused(provider: string, refusal: Refusal, nowMs: number): void;
  /** Clips being made. */
  readonly inFlight: number;
  /** How many may be made at once, by provider; `account` for all together. */
  limits(): Readonly<Record<string, number>>;
}

export interface Refusal {
  /** Whose limit was met. */
  readonly of: 'provider' | 'account';
  /** What the service asked for. */
  readonly retryAfterMs?: number | undefined;
}

export interface LimiterOptions {
  /** A fixed number of clips at once; default learnt. */
  readonly fixed?: number | undefined;
  /** Most that is ever tried. Default 64. */
  readonly most?: number;
}

const start = 2;
const cutTo = 0.85;
/** Refusals within so long of a cut tell the same news. Milliseconds. */
const cutEveryMs = 10_000;
/** Rounds of completions between two tries of a level that was refused, at most. */
const longestPatience = 3;

interface Level {
  limit: number;
  inFlight: number;
  cutAtMs: number;
  pausedUntilMs: number;
  /** The least number at once that was refused. */
  ceiling: number;
  /** Completions at a level below the ceiling before it is tried again. */
  patience: number;
  completions: number;
  /** The ceiling is being tried. */
  probing: boolean;
}

export function createLimiter({ fixed, most = 64 }: LimiterOptions = {}): Limiter {
  const levels = new Map<string, Level>();
  const account = levelOf(fixed);
  const providerOf = (name: string): Level => {
    const known = levels.get(name);
    if (known) return known;
    const made = levelOf(undefined);
    levels.set(name, made);
    return made;
  };

  /** A fixed number is for all together; no provider has one of its own then. */
  const both = (provider: string) => (fixed === undefined ? [account, providerOf(provider)] : [account]);

  return {
    readyAt(provider, nowMs) {
      const held = both(provider);
      if (held.some(({ inFlight, limit }) => inFlight >= Math.floor(limit))) return null;
      const untilMs = Math.max(...held.map(({ pausedUntilMs }) => pausedUntilMs));
      return untilMs > nowMs ? untilMs : 0;
    },
    enter(provider) {
      for (const level of both(provider)) level.inFlight += 1;
    },
    leave(provider, how) {
      for (const level of both(provider)) {
        if (how === 'completed' && fixed === undefined) grow(level, most);
        level.inFlight -= 1;
      }
    },
    refused(provider, { of, retryAfterMs = 0 }, nowMs) {
      const level = of === 'account' || fixed !== undefined ? account : providerOf(provider);
      level.pausedUntilMs = Math.max(level.pausedUntilMs, nowMs + retryAfterMs);
      if (fixed === undefined) cut(level, nowMs);
    },
    get inFlight() {
      return account.inFlight;
    },
    limits: () =>
      Object.fromEntries(
        [['account', account] as const, ...levels].map(([name, { limit }]) => [name, Math.floor(limit)]),
      ),
  };
}

function levelOf(fixed: number | undefined): Level {
  return {
    limit: fixed ?? start,
    inFlight: 0,
    cutAtMs: Number.NEGATIVE_INFINITY,
    pausedUntilMs: 0,
    ceiling: Number.POSITIVE_INFINITY,
    patience: 1,
    completions: 0,
    probing: false,
  };
}

function grow(level: Level, most: number): void {
  if (level.inFlight < Math.floor(level.limit)) return;
  const grown = Math.min(most, level.limit + 1);
  if (Math.floor(grown) < level.ceiling) {
    level.limit = grown;
    return;
  }
  if (level.probing) {
    // There was room at the level that was refused before: it is no ceiling any more.
    Object.assign(level, {
      ceiling: Number.POSITIVE_INFINITY,
      patience: 1,
      probing: false,
      completions: 0,
      limit: grown,
    });
    return;
  }
  level.completions += 1;
  if (level.completions < level.patience * level.limit) return;
  Object.assign(level, { probing: true, completions: 0, limit: Math.min(most, level.ceiling) });
}

function cut(level: Level, nowMs: number): void {
  // The refused one is among those that are counted; the others are being made.
  const refusedAt = Math.max(1, level.inFlight);
  const isKnown = level.probing && refusedAt >= level.ceiling;
  level.patience = isKnown ? Math.min(longestPatience, level.patience * 2) : level.patience;
  level.ceiling = refusedAt;
  // Whatever the news, nothing leaves before another one ends.
  level.limit = Math.max(1, Math.min(level.limit, refusedAt - 1));
  if (!isKnown && nowMs - level.cutAtMs >= cutEveryMs) {
    level.limit = Math.max(1, Math.min(level.limit, refusedAt * cutTo));
    level.cutAtMs = nowMs;
  }
  Object.assign(level, { probing: false, completions: 0 });
}

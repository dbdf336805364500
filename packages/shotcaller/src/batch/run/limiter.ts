/**
 * How many clips may be made at once, learnt from what the service takes: one limit for each provider, and one for the account.
 *
 * A submit that is accepted shows that there was room for it, so the next one may be tried, a single one at a time; one that is refused shows
 * that there was none. A level that was refused is remembered and tried again only after many clips have completed below it, since every such
 * try costs a refusal while the limit holds. A refusal at a level that held before says that the limit has fallen: the level is halved, and
 * what lies between is tried a little sooner.
 */
export interface Limiter {
  /** When a clip of this provider may leave: `0` now, a time in milliseconds, or `null`: when something becomes of another one. */
  readyAt(provider: string, nowMs: number): number | null;
  /** A clip leaves. `isAccepted`: the service has it already, since an earlier run. */
  enter(provider: string, options?: { readonly isAccepted?: boolean }): LimiterPlace;
  /** Clips being made. */
  readonly inFlight: number;
  /** How many may be made at once, by provider; `account` for all together. */
  limits(): Readonly<Record<string, number>>;
}

/** One clip among those being made. What it tells twice is heard once. */
export interface LimiterPlace {
  /** The service has taken it. */
  accepted(): void;
  /** The service had no room. The clip is not made, and `leave` follows. */
  refused(refusal: Refusal, nowMs: number): void;
  /** `completed`: the service has made it. */
  leave(how: 'completed' | 'ended'): void;
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

/** Clips at once until the first one is there: a list that no model can make well should not be bought whole to find out. */
const untilFirst = 4;
/** Rounds of completed clips at a level before the one above it, which was refused, is tried again. */
const roundsBelowRefused = 14;
/** The same after a cut, whose level is a guess: fewer at a level of one to three, where a round takes long and a guess too low costs most. */
const roundsBelowCut = 8;
const roundsPerLevelBelowCut = 2;
const cutTo = 0.5;
/** Refusals within so long of a cut tell the same news. Milliseconds. */
const cutEveryMs = 10_000;
/** Of the clips that may be at work, one in so many may be on its way there: a limit that has fallen refuses few at once. */
const perUnanswered = 8;

interface Level {
  limit: number;
  inFlight: number;
  /** Sent, and neither accepted nor refused. */
  unanswered: number;
  /** The most at once that was accepted since the last cut. */
  proven: number;
  /** The least at once that was refused; infinite: none. */
  ceiling: number;
  /** The ceiling may be tried now. */
  isProbing: boolean;
  /** The ceiling is a guess. */
  isCut: boolean;
  /** Clips completed at the limit since the ceiling was met. */
  completed: number;
  hasCompleted: boolean;
  cutAtMs: number;
  pausedUntilMs: number;
}

export function createLimiter({ fixed, most = 64 }: LimiterOptions = {}): Limiter {
  const levels = new Map<string, Level>();
  const account = levelOf(fixed ?? Math.min(most, untilFirst));
  const providerLevel = (name: string): Level => {
    const known = levels.get(name);
    if (known) return known;
    const made = levelOf(Math.min(most, untilFirst));
    levels.set(name, made);
    return made;
  };
  /** A fixed number is for all together; no provider has one of its own then. */
  const levelsOf = (provider: string) => (fixed === undefined ? [account, providerLevel(provider)] : [account]);

  return {
    readyAt(provider, nowMs) {
      const held = levelsOf(provider);
      if (held.some((level) => (fixed === undefined ? !hasRoom(level) : level.inFlight >= fixed))) return null;
      const untilMs = Math.max(...held.map(({ pausedUntilMs }) => pausedUntilMs));
      return untilMs > nowMs ? untilMs : 0;
    },
    enter(provider, { isAccepted = false } = {}) {
      const held = levelsOf(provider);
      let isUnanswered = true;
      let isInside = true;
      for (const level of held) {
        level.inFlight += 1;
        level.unanswered += 1;
      }
      const answer = () => {
        if (isUnanswered) for (const level of held) level.unanswered -= 1;
        isUnanswered = false;
      };
      const accepted = () => {
        if (!isUnanswered) return;
        answer();
        if (fixed === undefined) for (const level of held) rise(level, most);
      };
      if (isAccepted) accepted();
      return {
        accepted,
        refused({ of, retryAfterMs = 0 }, nowMs) {
          answer();
          const level = (of === 'provider' && held[1]) || account;
          level.pausedUntilMs = Math.max(level.pausedUntilMs, nowMs + retryAfterMs);
          if (fixed === undefined) fall(level, nowMs);
        },
        leave(how) {
          if (!isInside) return;
          isInside = false;
          answer();
          for (const level of held) {
            if (how === 'completed' && fixed === undefined) complete(level, most);
            level.inFlight -= 1;
          }
        },
      };
    },
    get inFlight() {
      return account.inFlight;
    },
    limits: () =>
      Object.fromEntries([['account', account] as const, ...levels].map(([name, { limit }]) => [name, limit])),
  };
}

function levelOf(limit: number): Level {
  return {
    limit,
    inFlight: 0,
    unanswered: 0,
    proven: 0,
    ceiling: Number.POSITIVE_INFINITY,
    isProbing: false,
    isCut: false,
    completed: 0,
    hasCompleted: false,
    cutAtMs: Number.NEGATIVE_INFINITY,
    pausedUntilMs: 0,
  };
}

function hasRoom({ limit, inFlight, unanswered, proven }: Level): boolean {
  if (inFlight >= limit) return false;
  // What has not been proven is tried by one alone.
  return inFlight + 1 > proven ? unanswered === 0 : unanswered < Math.max(1, Math.floor(limit / perUnanswered));
}

/** A submit was accepted: there was room for as many as are in flight. */
function rise(level: Level, most: number): void {
  const { inFlight, limit } = level;
  // While more are in flight than a cut allows, an answer is that of a submit before it.
  if (inFlight > limit) return;
  level.proven = Math.max(level.proven, inFlight);
  if (level.isProbing && inFlight >= level.ceiling) {
    Object.assign(level, { ceiling: Number.POSITIVE_INFINITY, isProbing: false, isCut: false, completed: 0 });
  }
  if (level.hasCompleted && inFlight >= limit && limit + 1 < level.ceiling) level.limit = Math.min(most, limit + 1);
}

/** A clip has completed, still counted. */
function complete(level: Level, most: number): void {
  level.hasCompleted = true;
  if (level.inFlight !== level.limit) return;
  if (level.limit + 1 < level.ceiling) {
    level.limit = Math.min(most, level.limit + 1);
    return;
  }
  level.completed += 1;
  const rounds = level.isCut ? Math.min(roundsBelowCut, roundsPerLevelBelowCut * level.limit) : roundsBelowRefused;
  if (level.isProbing || level.completed < rounds * level.limit) return;
  Object.assign(level, { isProbing: true, completed: 0, limit: Math.min(most, level.ceiling) });
}

/** A submit was refused. It is among those in flight; the others are being made. */
function fall(level: Level, nowMs: number): void {
  const refusedAt = Math.max(1, level.inFlight);
  const below = Math.max(1, Math.min(level.limit, refusedAt - 1));
  const isKnown = refusedAt > level.proven || (level.isProbing && refusedAt >= level.ceiling);
  if (isKnown) {
    Object.assign(level, { limit: below, ceiling: below + 1, isCut: false });
  } else if (nowMs - level.cutAtMs < cutEveryMs) {
    Object.assign(level, { limit: below, ceiling: below + 1 });
  } else {
    const limit = Math.max(1, Math.floor(below * cutTo));
    Object.assign(level, { limit, ceiling: limit + 1, proven: limit, isCut: true, cutAtMs: nowMs });
  }
  Object.assign(level, { isProbing: false, completed: 0 });
}

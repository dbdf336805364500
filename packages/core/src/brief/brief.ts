import type { ProfileName, Weights } from '../rank/profiles.ts';
import type { PickBy } from '../rank/score.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Method } from '../selection.ts';

/** How the models that fit are weighed against each other. */
export interface Preferences {
  /** Default `balanced`. */
  readonly profile?: ProfileName;
  /** Own weights, scaled to sum 1; they go before the profile. */
  readonly weights?: Partial<Weights>;
  /** Default `evidence`. */
  readonly method?: Method;
  /** Rank models too whose catalogue entry does not state something that was asked for. Default false. */
  readonly includeUnknown?: boolean;
  /** Order by the worst-case score (`safe`, the default) or by the expected one. */
  readonly pickBy?: PickBy;
  /** The model picked last time, kept unless clearly beaten. */
  readonly incumbent?: string;
  /** What the shot is about, for example `talking`: of own votes only those with this tag count. Default: all count. */
  readonly tag?: string;
}

/**
 * What a choice answers: what the clip must be, how models are weighed, and which of them may be taken. Plain data that survives
 * JSON, so that a job can carry it and any process can plan the next attempt.
 */
export interface Brief {
  readonly requirements: Requirements;
  readonly preferences: Preferences;
  /** Only this model: an id, a dated id or an unambiguous slug. `null`: the pick. */
  readonly model: string | null;
  /** Ids of the models that may be bought, whatever the requirements allow. `null`: all. */
  readonly allowedModels: readonly string[] | null;
  /**
   * The caller's own request body, `null` without one. With a named model it is sent as it is, and whether the model takes it is the
   * service's to say; with the pick, its fields that requirements have no word for are added to the request.
   */
  readonly body: Readonly<Record<string, unknown>> | null;
}

import { SettingsError } from '../../settings/settings-error.ts';
import type { RoutesContext } from '../routes-context.ts';
import { limitAddresses, type SpendLimitsAnswer } from './addresses/limits.ts';
import { ApiProblem, mustAdminister } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** The limits of the configuration: seen and changed by those who administer this server. */
export function limitRoutes(app: OwnApp, context: RoutesContext): void {
  const { parts, changeCaps } = context.options;

  serve(app, context, limitAddresses, {
    'GET /v1/limits'(c) {
      mustAdminister(c);
      return view();
    },

    async 'POST /v1/limits'(c, { body }) {
      mustAdminister(c);
      if (!changeCaps) {
        throw new ApiProblem(409, {
          code: 'limits_fixed',
          message:
            'This server has no configuration file that it may change, so its limits are set where it is started. Nothing was changed.',
        });
      }
      await changeCaps(body).catch((error: unknown) => {
        if (!(error instanceof SettingsError)) throw error;
        throw new ApiProblem(409, {
          code: error.code,
          message:
            'The configuration of this server cannot be read, so nothing was changed. To see what is wrong with it, run shotcaller doctor.',
        });
      });
      return view();
    },
  });

  async function view(): Promise<SpendLimitsAnswer> {
    const { perJobUsd, perDayUsd, perMonthUsd } = await parts.caps();
    return {
      perJobUsd: perJobUsd ?? null,
      perDayUsd: perDayUsd ?? null,
      perMonthUsd: perMonthUsd ?? null,
      editable: changeCaps !== undefined,
    };
  }
}

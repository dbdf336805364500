import type { Requirements } from '@shotcaller/core';
import { ShotListError } from '../../batch/list/list-problem.ts';
import { readShotListText } from '../../batch/list/read-shot-list.ts';
import type { RoutesContext } from '../routes-context.ts';
import { shotListAddresses } from './addresses/shot-lists.ts';
import { listProblem } from './batch-routes.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** Shot lists read for those who show them: the page finds the pictures by their names. */
export function shotListRoutes(app: OwnApp, context: RoutesContext): void {
  serve(app, context, shotListAddresses, {
    async 'POST /v1/shot-lists'(_c, { body: { list: text, format } }) {
      const readPicture = async (path: string) => ({ url: pathUrl + encodeURIComponent(path) });
      const { shots } = await readShotListText(text, format, { readPicture }).catch((error: unknown) => {
        throw error instanceof ShotListError ? listProblem(error) : error;
      });
      return {
        shots: shots.map(({ id, brief, takes, continues, note }) => ({
          id,
          requirements: withPaths(brief.requirements),
          profile: brief.preferences.profile ?? null,
          model: brief.model,
          takes,
          continues,
          note,
        })),
      };
    },
  });
}

/** Requirements hold URLs only, so a path travels through them as one that leads nowhere. */
const pathUrl = 'https://path.invalid/';

function withPaths({ firstFrame, lastFrame, references, ...others }: Requirements): Readonly<Record<string, unknown>> {
  return {
    ...others,
    ...(firstFrame && { firstFrame: asWritten(firstFrame.url) }),
    ...(lastFrame && { lastFrame: asWritten(lastFrame.url) }),
    references: references.map((reference) => ({ ...reference, url: asWritten(reference.url) })),
  };
}

function asWritten(url: string): string {
  return url.startsWith(pathUrl) ? decodeURIComponent(url.slice(pathUrl.length)) : url;
}

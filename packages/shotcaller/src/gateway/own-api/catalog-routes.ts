import { createHash } from 'node:crypto';
import { bundledCatalog, type Catalog, diffCatalogs } from '@shotcaller/core';
import type { Hono } from 'hono';
import type { CatalogAnswer, CatalogDiffAnswer, EvidenceAnswer } from '../api.types.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { readQuery } from './errors.ts';
import { diffQuerySchema } from './schemas.ts';

/** `/v1/catalog`, `/v1/catalog/diff` and `/v1/evidence`: what choices are made from. */
export function catalogRoutes(app: Hono<GatewayEnvironment>, context: RoutesContext): void {
  app.get('/catalog', async (c) => {
    const answer: CatalogAnswer = (await context.options.parts.choice.ground()).catalog;
    const text = JSON.stringify(answer);
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
    const headers = { ETag: etag, 'Cache-Control': 'private, max-age=60' };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(text, 200, { ...headers, 'Content-Type': 'application/json' });
  });

  app.get('/evidence', async (c) => {
    const { evidence } = await context.options.parts.choice.ground();
    const { runs = [], outcomes = [], priceCorrections = [] } = evidence;
    const answer: EvidenceAnswer = { runs, outcomes, priceCorrections, allowedModels: c.get('caller').models ?? null };
    return c.json(answer);
  });

  app.get('/catalog/diff', async (c) => {
    const { from, to } = readQuery(c, diffQuerySchema);
    const read = async (which: 'bundled' | 'current') =>
      which === 'bundled' ? bundledCatalog : (await context.options.parts.choice.ground()).catalog;
    const [before, after] = [await read(from), await read(to)];
    const answer: CatalogDiffAnswer = { ...diffCatalogs(before, after), from: shortOf(before), to: shortOf(after) };
    return c.json(answer);
  });
}

export function shortOf({ source, asOf, models }: Catalog) {
  return { source, asOf, models: models.length };
}

import type { Hono } from 'hono';
import { siteProblem } from '../guards/same-site.ts';
import type { GatewayContext, GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { contentSecurityPolicy } from '../studio.ts';
import { openapiDocument } from './document.ts';
import { referencePage, referenceStyle } from './reference-page.ts';

/** `/openapi.json` and the page made from it. Public: they hold nothing of anybody. */
export function descriptionRoutes(app: Hono<GatewayEnvironment>, { options }: Pick<RoutesContext, 'options'>): void {
  let made: { readonly json: string; readonly page: string } | undefined;
  /** Made when it is first asked for: a start need not wait for it. */
  const description = () => {
    if (!made) {
      const document = openapiDocument(options.version);
      made = { json: JSON.stringify(document, null, 2), page: referencePage(document) };
    }
    return made;
  };
  const serve = (type: string, text: () => string) => (c: GatewayContext) => {
    const isForeign = options.mode === 'local' && siteProblem(c.req.raw, 'page') !== undefined;
    if (isForeign) return c.text('This server answers its own machine and its own pages only.', 403);
    return c.body(text(), 200, { 'Content-Type': type, 'Content-Security-Policy': contentSecurityPolicy });
  };
  app.get(
    '/openapi.json',
    serve('application/json', () => description().json),
  );
  app.get(
    '/reference',
    serve('text/html; charset=utf-8', () => description().page),
  );
  app.get(
    '/reference.css',
    serve('text/css; charset=utf-8', () => referenceStyle),
  );
}

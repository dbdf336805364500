import { componentSchemas } from './components.ts';
import { openrouterPaths } from './openrouter-paths.ts';
import type { Paths } from './operation.ts';
import { ownPaths } from './own-paths.ts';

export interface OpenapiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Paths;
  readonly components: { readonly securitySchemes: object; readonly schemas: Readonly<Record<string, object>> };
  readonly security: readonly object[];
}

/** OpenAPI 3.1 of both APIs: requests from the schemas that validate, answers from those that their types are held against. */
export function openapiDocument(version: string): OpenapiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shotcaller gateway',
      version,
      description:
        'Know which video model, what the clip will cost, and get exactly one video for one bill. On loopback no key is needed; a server asks for `Authorization: Bearer shot_…`. Money is an exact decimal in a string, null is not known, and answers may get further fields.',
    },
    security: [{ clientKey: [] }, {}],
    paths: { ...openrouterPaths(), ...ownPaths() },
    components: {
      securitySchemes: {
        clientKey: { type: 'http', scheme: 'bearer', description: 'A key made by `shotcaller keys add`.' },
      },
      schemas: componentSchemas(),
    },
  };
}

import { bundledCatalogOrigin, bundledCatalogRecords } from '../data/catalog.ts';
import type { Catalog } from './model.ts';
import { parseCatalog } from './parse.ts';

/** The catalogue that ships with the library, dated. Capabilities and prices move: prefer a live one where there is one. */
export const bundledCatalog: Catalog = parseCatalog(bundledCatalogRecords, {
  source: 'bundled',
  asOf: bundledCatalogOrigin.asOf,
});

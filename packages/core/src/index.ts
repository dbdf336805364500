export type { Catalog, CatalogIssue, CatalogSource, FrameType, VideoModel } from './catalog/model.ts';
export type * from './evidence/evidence.ts';
export type { Price, PriceConfidence, PriceLine, PriceNote } from './price/price.ts';
export type * from './requirements/requirements.ts';
export { modeOf } from './requirements/requirements.ts';

import type { Catalog } from '@shotcaller/core';

export function videoModelsSource(catalog: Catalog): string;

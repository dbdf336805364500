import type { Browser } from 'playwright-core';

export const chromiumPath: string | undefined;
export const noChromium: string;
export function launchChromium(args?: readonly string[]): Promise<Browser>;

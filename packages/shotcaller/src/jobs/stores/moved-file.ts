import { existsSync } from 'node:fs';

/** What a ledger's file is called after its first move to PostgreSQL, and after later ones. */
function movedName(path: string, number: number): string {
  return `${path}.moved${number === 1 ? '' : `-${number}`}`;
}

/** A name that no earlier move gave. */
export function freeMovedName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = movedName(path, number);
    if (!existsSync(name)) return name;
  }
}

/** What the ledger that stood here is called since it was moved; `undefined`: it stands here, or none ever did. */
export function movedTo(path: string): string | undefined {
  if (existsSync(path)) return undefined;
  const name = movedName(path, 1);
  return existsSync(name) ? name : undefined;
}

/**
 * Drops what was taken in first until at most so many are left. Setting a name that is there already leaves it in its place: whoever goes by
 * the last use deletes the name before setting it.
 */
export function forgetOldest<Name>(kept: Map<Name, unknown> | Set<Name>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}

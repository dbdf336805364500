/**
 * The simulator, loaded from a file of its own: code that was compiled ahead cannot load a module of another package by itself
 * (bin/load-precompiled.js).
 */
export function loadSimulator() {
  return import('@shotcaller/simulator');
}

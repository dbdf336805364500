/**
 * The simulator, loaded from a file of its own, which is not compiled ahead: Node warns of code that was, when it imports a module
 * (bin/load-precompiled.js).
 */
export function loadSimulator() {
  return import('@shotcaller/simulator');
}

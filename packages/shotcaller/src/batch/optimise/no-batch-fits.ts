/** No choice of models keeps all limits. Nothing was bought. */
export class NoBatchFitsError extends Error {
  override readonly name = 'NoBatchFitsError';
}

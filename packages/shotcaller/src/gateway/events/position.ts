/** What the id of an event says. */
interface Position {
  /** The time of the newest move that was told, ISO 8601. */
  readonly at: string;
  /** The run of the server that sent it, and under which number. */
  readonly sentBy: string;
  readonly sentAs: number;
}

/** `undefined`: no server on any ledger has sent such an id. */
export function readPosition(id: string): Position | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\.([\w-]{1,64})-(\d{1,15})$/.exec(id);
  const [, at = '', sentBy = '', sentAs = ''] = match ?? [];
  return Number.isNaN(Date.parse(at)) ? undefined : { at, sentBy, sentAs: Number(sentAs) };
}

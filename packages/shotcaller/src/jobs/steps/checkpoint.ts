/**
 * Called with a name at every step boundary and around every await, so that a test can end the process exactly there.
 * Does nothing by default.
 */
export type Checkpoint = (name: string) => void | Promise<void>;

export const noCheckpoint: Checkpoint = () => undefined;

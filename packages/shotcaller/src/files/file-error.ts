/** A file could not be written on this machine. The job is paid and its file can be fetched again. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** The system's code, such as `ENOSPC`. */
  readonly code: string;
  readonly syscall: string;
  readonly path: string;
  readonly remoteId: string;

  constructor(cause: NodeJS.ErrnoException, path: string, remoteId: string) {
    const code = cause.code ?? 'EIO';
    super(
      `${whatHappened(code, path)} Then resume job ${remoteId}: it is paid for, and its file can be fetched again.`,
      {
        cause,
      },
    );
    this.code = code;
    this.syscall = cause.syscall ?? 'write';
    this.path = path;
    this.remoteId = remoteId;
  }
}

/** Whether an error came from the file system of this machine. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === 'string' && typeof syscall === 'string';
}

function whatHappened(code: string, path: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} could not be written. Free some space or choose another folder.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be written. Choose another folder or change its permissions.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `The folder of ${path} is not there. Create it or choose another.`;
    case 'ENAMETOOLONG':
      return `The name of ${path} is too long. Choose a shorter one.`;
    default:
      return `${path} could not be written (${code}). Check the disk or choose another folder.`;
  }
}

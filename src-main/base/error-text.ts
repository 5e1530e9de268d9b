/** Returns what an error says, in plain language where it is a common error of the system. */

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of its path is not a folder',
  EEXIST: 'something is in its place already',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk failed',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EADDRINUSE: 'the port is in use',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no answer in time',
};

/** A sentence for the user: what a system's error says of the file it names, or the error's own message. */
export function errorSentence(error: unknown): string {
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException;
  const known = SYSTEM_ERRORS[code];
  if (known === undefined) return error instanceof Error ? error.message : String(error);
  return path === undefined ? `That failed: ${known}.` : `${path} cannot be used: ${known}.`;
}

/** One clause, without a full stop. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (known) return known;
  if (error.cause instanceof Error) return errorText(error.cause);
  return error.message.split('\n')[0]!.replace(/\.$/, '') || error.name;
}

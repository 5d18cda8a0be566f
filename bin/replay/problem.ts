/** Why a replay cannot go on, in one line for whoever started it. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

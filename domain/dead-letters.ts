import type { DeadLetterInFull } from '../contracts/http-dead-letters.ts';

/** What no service could handle, for whoever looks after it: the transport's own box behind one port. */
export interface DeadLetterBox {
  queues: readonly string[];
  /** Of one queue, oldest first. */
  list(queue: string): Promise<DeadLetterInFull[]>;
  /** Puts it back into its queue. @returns whether it was there */
  redrive(queue: string, id: string): Promise<boolean>;
  /** Throws it away. @returns whether it was there */
  drop(queue: string, id: string): Promise<boolean>;
}

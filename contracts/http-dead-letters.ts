import { z } from 'zod';
import { name } from './text.ts';

/** What no service could handle, and a topic not deliver. */

const queue = name(64);

export const ListDeadLetters = z.strictObject({
  queue: queue.optional().meta({ description: 'Only those of this queue' }),
});

export const DeadLetterPath = z.object({ queue, letterId: name(255) });

export const DeadLetterView = z
  .object({
    id: z.string(),
    queue: z.string(),
    kind: z
      .enum(['dead', 'undelivered'])
      .meta({ description: 'Its service could not handle it, or its topic not deliver it' }),
    eventType: z.string().nullable(),
    storefront: z.string().nullable(),
    orderId: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Null where its consumer died with it each time' }),
    receives: z.int().nullable(),
    traceId: z.string().nullable().meta({ description: 'W3C Trace Context' }),
    time: z.iso.datetime().meta({ description: 'When it came here' }),
  })
  .meta({ id: 'DeadLetter' });

export const DeadLetterInFull = DeadLetterView.extend({
  body: z.unknown().meta({ description: 'The message: as JSON, or as text where it is none' }),
}).meta({ id: 'DeadLetterInFull' });

/** Not in pages: where there are many, they are one trouble. */
export const DeadLetterList = z
  .object({
    data: z.array(DeadLetterView).meta({ description: 'Oldest first, 500 at most' }),
    queues: z.array(z.object({ queue: z.string(), letters: z.int() })).meta({ description: 'How many each has' }),
  })
  .meta({ id: 'DeadLetterList' });

export type DeadLetterView = z.infer<typeof DeadLetterView>;
export type DeadLetterInFull = z.infer<typeof DeadLetterInFull>;

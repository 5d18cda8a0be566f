import { z } from 'zod';
import { Envelope, extensions, versioned } from './envelope.ts';
import { openWord } from './open.ts';

/** Two books of the house disagree. `subject` is the finding, a ULID, and no storefront's more than another's. */
export const ReconciliationEvent = Envelope.extend({
  ...versioned('reconciliation.difference'),
  ...extensions,
  storefront: z.literal('all'),
  data: z.object({
    kind: openWord(
      [
        'order_not_its_events',
        'workflow_missing',
        'reservation',
        'reserved_sum',
        'payment',
        'not_captured',
        'not_given_back',
        'told_late',
      ],
      'Which books, or which message was lost',
    ),
    subject: z.string().min(1).meta({ description: "The order's id; of reserved_sum `<SKU> at <location>`" }),
    detail: z.string().meta({ description: 'In words, for a person' }),
  }),
});

export type ReconciliationEvent = z.infer<typeof ReconciliationEvent>;

import { z } from 'zod';
import { openWord } from './events/open.ts';
import { ROLES, SCOPE_NAMES } from './roles.ts';

export const CallerView = z
  .object({
    name: z.string(),
    role: z.enum(ROLES),
    storefront: z.string().nullable().meta({ description: 'Null: every one' }),
    scopes: z.array(openWord(SCOPE_NAMES, 'What the caller may do')),
    temporalUi: z.url().nullable().meta({
      description:
        "Where Temporal's UI shows workflows: `<temporalUi>/order-<order id>`. Null but to operators and support",
    }),
  })
  .meta({ id: 'Caller' });

export type CallerView = z.infer<typeof CallerView>;

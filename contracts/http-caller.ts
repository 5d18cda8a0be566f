import { z } from 'zod';
import { ROLES, SCOPE_NAMES } from './roles.ts';

export const CallerView = z
  .object({
    name: z.string(),
    role: z.enum(ROLES),
    storefront: z.string().nullable().meta({ description: 'Null: every one' }),
    scopes: z.array(z.enum(SCOPE_NAMES)),
    temporalUi: z.url().nullable().meta({
      description:
        "Where Temporal's UI shows workflows: `<temporalUi>/order-<order id>`. Null but to operators and support",
    }),
  })
  .meta({ id: 'Caller' });

export type CallerView = z.infer<typeof CallerView>;

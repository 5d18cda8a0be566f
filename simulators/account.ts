import { Router } from 'express';
import { z } from 'zod';
import { badRequest } from './http-error.ts';
import type { Store } from './store.ts';

const HOUR = 60 * 60;

const Settings = z.object({
  /** Stripe gives it to accounts on IC+ pricing alone. */
  multicapture: z.boolean().default(true),
  /** How long an authorization can be captured. */
  captureWindowSeconds: z
    .int()
    .min(1)
    .default(7 * 24 * HOUR),
  /** How long an Idempotency-Key is remembered. */
  keyLifeSeconds: z
    .int()
    .min(1)
    .default(24 * HOUR),
});
export type AccountSettings = z.infer<typeof Settings>;

export type Account = {
  get(): AccountSettings;
  put(settings: AccountSettings): void;
};

const Row = z.object({ settings: z.string().transform((json) => Settings.parse(JSON.parse(json))) });

/** What kind of account the shop has at Stripe; kept in the store, as the faults are. */
export function createAccount(store: Store): Account {
  const row = store.db.prepare('SELECT settings FROM account').get();
  const save = store.db.prepare('INSERT OR REPLACE INTO account VALUES (1, ?)');
  let current = row === undefined ? Settings.parse({}) : Row.parse(row).settings;
  return {
    get: () => current,
    put(settings) {
      save.run(JSON.stringify(settings));
      current = settings;
    },
  };
}

/** What a PUT leaves out has its default again. */
export function accountRouter(account: Account): Router {
  const router = Router();
  router.get('/', (_req, res) => void res.json(account.get()));
  router.put('/', (req, res) => {
    const settings = Settings.safeParse(req.body);
    if (!settings.success) throw badRequest(settings.error);
    account.put(settings.data);
    res.json(settings.data);
  });
  return router;
}

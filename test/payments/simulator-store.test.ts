import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAccount } from '../../simulators/account.ts';
import { createBooks } from '../../simulators/books.ts';
import { createIdempotency } from '../../simulators/idempotency.ts';
import { SCHEMA } from '../../simulators/schema.ts';
import { lapse } from '../../simulators/settlement.ts';
import { openStore } from '../../simulators/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-saga-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** As the world wrote it before authorizations ended and keys aged. */
function earlierStore(): void {
  const db = new DatabaseSync(join(folder, 'simulators.sqlite'));
  db.exec(SCHEMA);
  db.exec(`INSERT INTO payment_intents (id, order_id, created, amount, capturable, received, refunded, currency, status,
    payment_method, capture_method, metadata) VALUES ('pi_1', 'order-1', 1, 1000, 1000, 0, 0, 'usd', 'requires_capture',
    'pm_card_visa', 'manual', '{}')`);
  db.exec(`INSERT INTO idempotency_keys VALUES ('key-1', 'POST /', 200, '{"id":"pi_1"}')`);
  db.close();
}

describe('a store that an earlier version wrote', () => {
  it('keeps its authorizations, which end never, and its keys', async () => {
    earlierStore();
    openStore(folder).close();
    const store = openStore(folder);
    const books = createBooks(store);
    lapse(books);
    expect(books.intents.find('pi_1')).toMatchObject({
      status: 'requires_capture',
      capturable: 1000,
      multicapture: 'unavailable',
      capture_before: null,
    });
    const answer = await createIdempotency(
      store,
      createAccount(store),
    )({
      key: 'key-1',
      fingerprint: 'POST /',
      before: async () => undefined,
      effect: () => ({ status: 200, body: { id: 'another' } }),
    });
    expect(answer).toEqual({ status: 200, body: { id: 'pi_1' }, replayed: true });
    store.close();
  });
});

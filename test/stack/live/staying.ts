import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { STALLED_MS } from '../../../api/presence.ts';
import { createKey, revokeKey } from '../../../db/api-keys.ts';
import { changeOrder } from '../../../db/orders.ts';
import type { OrderEvent } from '../../../domain/events.ts';
import { residentBytes, startApi } from '../../support/api-process.ts';
import { openSocket } from '../../support/live-socket.ts';
import { openStream } from '../../support/live-stream.ts';
import { untilHeard } from '../../support/moving-order.ts';
import type { Stack } from '../../support/stack.ts';
import { databaseOf } from '../../support/stack-ops.ts';
import { place, problemOf } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

const MB = 2 ** 20;
const LISTENERS = 40;
/** More than any line takes: the kernel keeps 4 MB of one, and more for who has read fast at first. */
const PAST_MB = 12;
/** Who has written something of late has its half minute twice. */
const CUT_OFF_MS = 2 * STALLED_MS + 15_000;

/** Who follows an order for long. Side by side, as each takes half a minute. */
export function staying(stack: () => Stack): void {
  const database = () => {
    const found = databaseOf(stack());
    if (!found) throw new Error('there is no database');
    return found;
  };

  describe('whoever stays', () => {
    it.concurrent('hears that the stream is there, though nothing happens', async () => {
      const { id, version } = await place(stack());
      const stream = await openStream(Number(stack().env['PORT']), id);
      await untilHeard(stream, version);
      await until('a comment', async () => stream.comments() > 0);
      expect(stream.events).toHaveLength(version);
      stream.cut();
    });

    it.concurrent('and reads nothing is cut off, and nothing is kept for it', async () => {
      const api = await startApi(stack());
      const { id } = await place(stack());
      const shop = database();
      const note = 'x'.repeat((PAST_MB * 1e6) / 60);
      const long: OrderEvent[] = Array.from({ length: 30 }).flatMap(() => [
        { type: 'order.held', data: { reason: 'requested', note, until: null } },
        { type: 'order.released', data: { note } },
      ]);
      await changeOrder(shop.db, id, () => long);
      await shop.close();
      const keen = await openStream(api.port, id, { key: 'dev-ops' });
      const before = await residentBytes(api.child);
      const slow = await Promise.all(
        Array.from({ length: LISTENERS }, () => openStream(api.port, id, { key: 'dev-ops', isStalled: true })),
      );
      const client = await openSocket(api.port, { key: 'dev-ops' });
      client.say({ subscribe: id });
      client.socket.pause();

      const heard = await untilHeard(keen, 60);
      let most = 0;
      for (const end = Date.now() + CUT_OFF_MS; Date.now() < end; await sleep(500))
        most = Math.max(most, (await residentBytes(api.child)) - before);
      const ends: unknown[] = [];
      for (const { over } of slow) void over.then((end) => ends.push(end));
      void client.closed.then(({ code }) => ends.push(code));
      for (const stream of slow) stream.goOn();
      client.socket.resume();
      await until('all of them to see that they were cut off', async () => ends.length > LISTENERS);
      expect(new Set(ends)).toEqual(new Set(['broken off', 1006]));
      expect(slow.every(({ events }) => events.length < 60)).toBe(true);
      expect(heard.length).toBeGreaterThanOrEqual(60);
      // A part of what waits for them all, however lazily memory is given back.
      expect(most).toBeLessThan(0.6 * LISTENERS * PAST_MB * MB);
      keen.cut();
      await api.stop();
    });

    it.concurrent('by a key that is revoked, hears no more', async () => {
      const { id, version } = await place(stack());
      const shop = database();
      const given = { name: 'leaver', role: 'support', storefront: 'us', scopes: null, expiresAt: null } as const;
      const { key, row } = await createKey(shop.db, given);
      const port = Number(stack().env['PORT']);
      const [stream, client] = [await openStream(port, id, { key }), await openSocket(port, { key })];
      await untilHeard(stream, version);
      await revokeKey(shop.db, row.prefix);
      await shop.close();
      expect(await stream.over).toBe('ended');
      expect(await client.closed).toEqual({ code: 1008, reason: 'unauthenticated' });
      problemOf(await stack().api('GET', `/v1/orders/${id}/stream`, { key }), 401, 'unauthenticated');
    });
  });
}

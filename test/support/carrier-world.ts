import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { connect, type Database } from '../../db/client.ts';
import { httpCarrier } from '../../messaging/handlers/http-carrier.ts';
import type { Carrier } from '../../messaging/handlers/shipping.ts';
import { createApp } from '../../simulators/app.ts';
import { createCarrierOutbox } from '../../simulators/carrier-outbox.ts';
import { Lines } from '../../simulators/shipments.ts';
import { openStore } from '../../simulators/store.ts';
import { startPostgres } from './postgres.ts';

const Address = z.object({ port: z.int() });
const Booked = z.object({
  id: z.string(),
  lines: z.string().transform((json) => Lines.parse(JSON.parse(json))),
  shipped_at: z.int().nullable(),
  canceled_at: z.int().nullable(),
});

/** The shop's database and the simulated carrier, whose parcels leave when a test says so. */
export interface CarrierWorld extends Database {
  carrier: Carrier;
  /** An order's parcels in the carrier's books: all that were booked, and of those that it still has, or has sent, the units by line. */
  bookings(orderId: string): { booked: number; waiting: Record<string, number>[]; left: Record<string, number>[] };
  /** Sends off all that is booked. @returns the parcels of the order that have left */
  send(orderId: string): string[];
  carrierIs(state: 'away' | 'there'): Promise<void>;
  stop(): Promise<void>;
}

export async function startCarrierWorld(): Promise<CarrierWorld> {
  const postgres = await startPostgres();
  const database = connect(postgres.url, { max: 10 });
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-carrier-'));
  const store = openStore(dataDir);
  const server = createServer(createApp(store, { shipAfterMs: 0, lateAnswerMs: 0 }, pino({ level: 'silent' })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${Address.parse(server.address()).port}`;
  const outbox = createCarrierOutbox(store, 60_000);
  const rows = store.db.prepare('SELECT * FROM shipments WHERE order_id = ? ORDER BY rowid');
  const booked = (orderId: string) => rows.all(orderId).map((row) => Booked.parse(row));

  return {
    ...database,
    carrier: httpCarrier({ url, timeoutMs: 5000 }),
    bookings(orderId) {
      const all = booked(orderId);
      return {
        booked: all.length,
        waiting: all.filter((one) => one.shipped_at === null && one.canceled_at === null).map(units),
        left: all.filter((one) => one.shipped_at !== null).map(units),
      };
    },
    send(orderId) {
      outbox.move(Date.now());
      return booked(orderId).flatMap(({ id, shipped_at: at }) => (at === null ? [] : [id]));
    },
    async carrierIs(state) {
      const body = JSON.stringify({ target: 'carrier', errorRate: state === 'away' ? 1 : 0 });
      const headers = { 'Content-Type': 'application/json' };
      const { ok } = await fetch(new URL('/faults', url), { method: 'PUT', headers, body });
      if (!ok) throw new Error(`the carrier cannot be made to be ${state}`);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      store.close();
      await rm(dataDir, { recursive: true, force: true });
      await database.close();
      await postgres.stop();
    },
  };
}

function units({ lines }: z.infer<typeof Booked>): Record<string, number> {
  return Object.fromEntries(lines.map(({ lineId, quantity }) => [lineId, quantity]));
}

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { LIVE_PROTOCOL } from '../../../contracts/live.ts';
import { QUEUE_NAMES } from '../../../messaging/topology.ts';
import type { Answer } from '../../support/http.ts';
import { openSocket, refusedSocket } from '../../support/live-socket.ts';
import type { Ask } from '../../support/stack.ts';
import { databaseOf, runOps } from '../../support/stack-ops.ts';
import { sendToQueue } from '../../support/stack-aws.ts';
import { place, post, problemOf, read, ship } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';
import { answers } from '../../support/webhook-receiver.ts';
import { ADDRESS, canaries, EMAIL, ORDER, REASON, SECRETS } from './words.ts';
import { type CanaryWorld, kept } from './world.ts';

const REFUSED: [what: string, over: Record<string, unknown>, status: number, code: string][] = [
  ['is declined', { payment: { method: 'pm_card_chargeDeclined' } }, 402, 'payment_declined'],
  ['has a means of payment that nobody knows', { payment: { method: SECRETS.method } }, 402, 'payment_declined'],
  ['asks for 3-D Secure', { payment: { method: 'pm_card_authenticationRequired' } }, 402, 'authentication_required'],
  ['is of something unknown', { lines: [{ sku: 'NOTHING', quantity: 1, unitPrice: 1 }] }, 422, 'unknown_sku'],
  ['is of too much', { lines: [{ sku: 'SKU-RED-S', quantity: 9999, unitPrice: 1 }] }, 409, 'out_of_stock'],
  ['is of a customer who is blocked', { customerId: 'cus_blocked' }, 422, 'customer_rejected'],
  ['cannot be checked', { customerId: 'cus_outage' }, 503, 'dependency_unavailable'],
  ['is in another currency', { currency: 'EUR' }, 422, 'invalid_request'],
];

const Letters = z.array(z.object({ queue: z.string() }));

/** What a carrier says, signed by a secret. */
function signed(secret: string, raw: string): Ask {
  const [id, at] = [randomUUID(), new Date()];
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, raw),
  };
  return { key: null, raw, headers };
}

export function accidents(world: CanaryWorld): void {
  const { stack } = world;

  async function onDatabase(statement: string): Promise<void> {
    const database = databaseOf(stack());
    if (!database) throw new Error('there is no database');
    await database.db.execute(sql.raw(statement));
    await database.close();
  }

  async function say(secret: string, raw: string): Promise<Answer> {
    return kept(world, await stack().api('POST', '/v1/webhooks/carrier', signed(secret, raw)));
  }

  describe('the order of a person whom nobody may hear of', () => {
    it.each(REFUSED)('that %s', async (_what, over, status, code) => {
      const { lines } = ORDER;
      problemOf(kept(world, await post(stack(), { ...ORDER, lines, ...over }, { key: SECRETS.key })), status, code);
    });

    it('that Postgres refuses for what is in it', async () => {
      const email = canaries.plant('refused@canary.example');
      await onDatabase(`alter table orders add constraint refused check (email <> '${email}') not valid`);
      const ask = { idempotencyKey: randomUUID() };
      const first = await stack().api('POST', '/v1/orders', { body: { ...ORDER, email }, ...ask });
      expect(kept(world, first).status).toBeGreaterThan(201);
      await onDatabase('alter table orders drop constraint refused');
      await until(
        'the order to be decided',
        async () => (await post(stack(), { ...ORDER, email }, ask)).status === 201,
      );
    });

    it('that needs attention, and is told of parcels in words that are none', async () => {
      const { id } = await place(stack(), { ...ORDER, payment: { method: 'pm_capture_fails_once' } });
      await ship(stack(), id);
      await until('the order to need attention', async () => (await read(stack(), id)).needsAttention);
      const connection = await Connection.connect({ address: stack().temporalAddress });
      const workflow = new Client({ connection }).workflow.getHandle(`order-${id}`);
      for (const type of ['shipped', 'lost', ADDRESS])
        await workflow.signal('shipmentUpdated', { eventId: randomUUID(), type, lines: ADDRESS, address: ADDRESS });
      await workflow.signal('shipmentUpdated', EMAIL);
      await connection.close();
    });

    it('that a carrier tells of, who is not who it says, or says what nobody understands', async () => {
      const body = JSON.stringify({ type: ADDRESS.name, data: { orderId: ADDRESS, email: EMAIL } });
      const stranger = `whsec_${Buffer.from('stranger'.repeat(4)).toString('base64')}`;
      problemOf(await say(stranger, body), 401, 'invalid_signature');
      problemOf(await say(SECRETS.webhook, body), 422, 'invalid_request');
      problemOf(await say(SECRETS.webhook, `{"type":${EMAIL}}`), 422, 'invalid_request');
    });

    it('that others are told of, who repeat all that they hear', async () => {
      const hook = world.receiver().path((response) => answers(500, { 'X-Secret': SECRETS.header })(response, 1));
      const url = `http://127.0.0.1:${world.receiver().port}${hook}`;
      const made = await stack().api('POST', '/v1/webhook-endpoints', { body: { url } });
      canaries.plant(String(Object(made.body).secret));
      world.mail().answer = (step, to) => (step === 'RCPT TO' ? { code: 550, text: `<${to}>: no such person` } : null);
      await place(stack(), ORDER);
      await until('a webhook to fail', async () => world.receiver().at(hook).length >= 2);
      await until('a mail to be refused', async () =>
        (await runOps(stack(), 'notifications', 'not-sent')).stdout.includes('order.created'),
      );
      world.mail().answer = () => null;
    });

    it('that is followed live, with the key among the subprotocols', async () => {
      const port = Number(stack().env['PORT']);
      const { id } = await place(stack(), ORDER);
      const protocols = [LIVE_PROTOCOL, `bearer.${SECRETS.key}`];
      const socket = await openSocket(port, { key: null, protocols });
      socket.say({ subscribe: id, after: 0 });
      await socket.next('subscribed');
      for (const wrong of [`{"subscribe":${EMAIL}}`, JSON.stringify({ subscribe: ADDRESS.name, reason: REASON })]) {
        socket.say(wrong);
        world.errors.push(JSON.stringify(await socket.next('error')));
      }
      await socket.close();
      const refusal = await refusedSocket(port, {}, [LIVE_PROTOCOL, `bearer.${SECRETS.strangerKey}`]);
      expect(refusal.status).toBe(401);
      world.errors.push(JSON.stringify(refusal));
      kept(world, await stack().api('GET', `/v1/nothing?token=${SECRETS.query}`, { key: SECRETS.key }));
    });

    it('that is in messages which nobody can read', async () => {
      const wrong = [
        `{"email":${EMAIL}}`,
        JSON.stringify({ type: 'order.created', data: { shippingAddress: ADDRESS, email: EMAIL } }),
      ];
      for (const queue of QUEUE_NAMES) for (const body of wrong) await sendToQueue(stack(), queue, body);
      const all = QUEUE_NAMES.length * wrong.length;
      const letters = await until('all of them to be dead letters', async () => {
        const found = Letters.parse(JSON.parse((await runOps(stack(), 'dlq', 'list', '--json')).stdout));
        return found.length >= all && found;
      });
      expect(letters.map(({ queue }) => queue)).toEqual(expect.arrayContaining(QUEUE_NAMES));
    });
  });
}

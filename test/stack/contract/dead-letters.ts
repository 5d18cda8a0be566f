import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DeadLetterList, type DeadLetterView } from '../../../contracts/http-dead-letters.ts';
import { traceparent } from '../../../domain/trace.ts';
import type { Stack } from '../../support/stack.ts';
import { sendToQueue } from '../../support/stack-aws.ts';
import { keyOf } from '../../support/stack-keys.ts';
import { place, problemOf } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

const pathOf = ({ queue, id }: DeadLetterView) => `/v1/dead-letters/${queue}/${id}`;

export function deadLetters(stack: () => Stack): void {
  const key = 'dev-ops';
  const list = async (query = '', asker = key) => {
    const { status, text, body } = await stack().api('GET', `/v1/dead-letters${query}`, { key: asker });
    expect({ status, text }).toMatchObject({ status: 200 });
    return DeadLetterList.parse(body);
  };
  const of = async (orderId: string) => (await list()).data.find((letter) => letter.orderId === orderId);
  /** A message about an order that nobody could handle. */
  const die = async (queue = 'analytics') => {
    const { id } = await place(stack());
    const event = { type: 'order.created', subject: id, storefront: 'us', traceparent: traceparent(id, id) };
    await sendToQueue(stack(), `${queue}-dlq`, JSON.stringify(event));
    return await until('it to be there', async () => await of(id));
  };

  describe('dead letters', () => {
    it('are listed, and read with their bodies', async () => {
      const letter = await die();
      const traceId = traceparent(letter.orderId ?? '', letter.orderId ?? '').split('-')[1];
      expect(letter).toMatchObject({
        queue: 'analytics',
        kind: 'dead',
        eventType: 'order.created',
        storefront: 'us',
        traceId,
      });
      const { queues } = await list();
      expect(queues).toContainEqual({ queue: 'analytics', letters: expect.any(Number) });
      const { body } = await stack().api('GET', pathOf(letter), { key });
      expect(body).toMatchObject({ ...letter, body: { type: 'order.created', subject: letter.orderId } });
    });

    it('are dropped, once for an Idempotency-Key', async () => {
      const letter = await die();
      const drop = async (idempotencyKey: string) =>
        await stack().api('POST', `${pathOf(letter)}/drop`, { key, idempotencyKey, body: { reason: 'by hand' } });
      const own = randomUUID();
      expect(await drop(own)).toMatchObject({ status: 200, body: letter });
      expect(await of(letter.orderId ?? '')).toBeUndefined();
      const again = await drop(own);
      expect(again).toMatchObject({ status: 200, body: letter, headers: { 'idempotent-replayed': 'true' } });
      problemOf(await drop(randomUUID()), 404, 'not_found');
    });

    it('go back into their queue, where their service hears them', async () => {
      const letter = await die();
      const answer = await stack().api('POST', `${pathOf(letter)}/redrive`, { key, body: { reason: 'mended' } });
      expect(answer).toMatchObject({ status: 200, body: letter });
      // It is no event that the service could read: it dies again, with a reason by now.
      const dead = await until('it to die again', async () => await of(letter.orderId ?? ''));
      expect(dead).toMatchObject({ queue: 'analytics', reason: expect.any(String) });
    });

    it('are on record where they were taken', async () => {
      const letter = await die();
      await stack().api('POST', `${pathOf(letter)}/drop`, { key, body: { reason: 'settled' } });
      const { body } = await stack().api('GET', '/v1/audit?limit=1', { key });
      expect(body).toMatchObject({
        data: [{ operation: 'dropDeadLetter', path: `${pathOf(letter)}/drop`, reason: 'settled' }],
      });
    });

    it('of another storefront, and of a queue that is not there, are not found', async () => {
      const letter = await die();
      const theirs = await keyOf(stack(), 'operator', 'eu');
      expect((await list('', theirs)).data).toEqual([]);
      const body = { reason: 'x' };
      problemOf(await stack().api('POST', `${pathOf(letter)}/drop`, { key: theirs, body }), 404, 'not_found');
      problemOf(await stack().api('GET', '/v1/dead-letters?queue=nowhere', { key }), 404, 'not_found');
      expect(await of(letter.orderId ?? '')).toEqual(letter);
    });
  });
}

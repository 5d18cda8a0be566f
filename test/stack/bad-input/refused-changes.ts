import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { returnOf, tellOrder } from '../../support/stack-later.ts';
import {
  deliver,
  line,
  orderOf,
  place,
  problemOf,
  read,
  ship,
  stocked,
  stockOf,
  untilCaptured,
} from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';
import { IMPOSSIBLE, NAMES, type State } from './impossible-changes.ts';

export function refusedChanges(stack: () => Stack): void {
  const orders = new Map<State, OrderView>();
  const ids = new Map<string, string>();

  async function prepare(state: State, sku: string): Promise<void> {
    const { id, lines } = await place(stack(), { lines: [line(sku, 3), line('CD', 1)] });
    const lineId = lines[0]?.id ?? '';
    if (state === 'PARTIALLY_SHIPPED') {
      await ship(stack(), id, { lines: [{ lineId, quantity: 2 }] });
      await until('it to be paid for', async () => (await read(stack(), id)).payment.captured === 2000);
    }
    if (state === 'SHIPPED' || state === 'DELIVERED') {
      await ship(stack(), id, { shipmentId: 'p1' });
      await untilCaptured(stack(), id);
    }
    if (state === 'DELIVERED') {
      await deliver(stack(), id, 'p1');
      for (const name of ['rejected', 'requested', 'approved'] as const) {
        const announced = await tellOrder(stack(), id, 'returns', { lines: [{ lineId, quantity: 1 }] });
        const { id: returnId } = returnOf(announced, 201);
        ids.set(NAMES[name], returnId);
        if (name === 'approved') returnOf(await tellOrder(stack(), id, `returns/${returnId}/approve`));
        if (name === 'rejected') returnOf(await tellOrder(stack(), id, `returns/${returnId}/reject`, { reason: 'x' }));
      }
    }
    if (state === 'ON_HOLD') orderOf(await tellOrder(stack(), id, 'hold', { reason: 'x' }));
    if (state === 'CANCELED') orderOf(await tellOrder(stack(), id, 'cancel'));
    const order = await read(stack(), id);
    expect(order.status).toBe(state);
    orders.set(state, order);
  }

  function theOrder(state: State): OrderView {
    const order = orders.get(state);
    if (!order) throw new Error(`there is no order that is ${state}`);
    return order;
  }

  /** With ids where the table has their names. */
  function named(text: string, { lines: [first, second] }: OrderView): string {
    const known = [...ids, [NAMES.line, first?.id ?? ''], [NAMES.second, second?.id ?? '']] as const;
    return known.reduce((said, [name, id]) => said.replaceAll(name, id), text);
  }

  describe('a change that is not possible is refused by name, with nothing changed', () => {
    let sku = '';
    beforeAll(async () => {
      sku = await stocked(stack(), 100);
      ids.set(NAMES.foreign, (await place(stack())).lines[0]?.id ?? '');
      await Promise.all([...new Set(IMPOSSIBLE.map(({ state }) => state))].map((state) => prepare(state, sku)));
    });

    const standing = async (id: string) =>
      await Promise.all([read(stack(), id), stockOf(stack(), sku), stack().ledger(id)]);

    it.each(IMPOSSIBLE)('$state: $what', async ({ state, method = 'POST', path, body, key, isKeyless, ...refusal }) => {
      const { id } = theOrder(state);
      const before = await standing(id);
      const [order] = before;
      const answer = await stack().api(method, `/v1/orders/${id}${named(path, order)}`, {
        key: key ?? 'dev-ops',
        ...(isKeyless ? {} : { idempotencyKey: randomUUID() }),
        ...(body === undefined ? {} : { raw: named(JSON.stringify(body), order) }),
      });
      const { errors } = problemOf(answer, refusal.status, refusal.code);
      expect(errors?.map(({ pointer }) => pointer)).toEqual(
        refusal.pointer === undefined ? undefined : [refusal.pointer],
      );
      expect(await standing(id)).toEqual(before);
    });
  });
}

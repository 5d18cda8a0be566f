import { EditOrder } from '../contracts/changes.ts';
import { newId } from '../db/ids.ts';
import { spendMove } from '../db/money-moves.ts';
import { readEvents, tell } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { waitingOf } from '../db/backorders.ts';
import { fitReservations } from '../db/stock-release.ts';
import { reserveDifference } from '../db/stock.ts';
import { failEdit, finishEdit, startEdit, theEdit } from '../domain/edits.ts';
import { isErrorCode, OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import { invalidTransition } from '../domain/states.ts';
import { isCovered } from '../domain/money-moves.ts';
import type { Order } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';
import { parse } from './parsing.ts';
import { refusedStock } from './placing-steps.ts';

/**
 * An edit as a saga of its own: first the stock that it needs more of, then (by the order's settlement) the money, and only
 * then the order. Whatever is too much in the end, of the old or of the new, is given back.
 */
export function editingActivities({ db, committed, stockMoved }: ActivityDeps) {
  return {
    /**
     * Reserves what the edit needs beyond what the order has: all of it, or nothing has happened.
     * @param request of the shape of EditOrder
     * @throws `invalid_request`, `invalid_transition`, `out_of_stock`, `unknown_sku`; asked again by the same id, what it
     *   was refused with or overtaken by
     */
    async startEdit(orderId: string, request: unknown): Promise<OrderSnapshot> {
      const { id, lines } = parse(EditOrder, request, 'edit');
      const newIds = lines.map(newId);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          const events = [...brokenOff(current, id), ...startEdit({ ...current, edit: null }, id, lines, newIds)];
          const { edit } = tell(current, events).order;
          const allocation = await reserveDifference(tx, current, edit?.lines ?? []);
          const refusal = refusedStock(allocation);
          if (refusal) throw refusal;
          return events;
        },
        id,
      );
      if (!changed && order.edit?.id !== id) await assertMade(order, id);
      committed(order);
      return snapshotOf(order);
    },

    /** @throws `invalid_transition` where it was overtaken, or its money is not there */
    async finishEdit(orderId: string, id: string): Promise<OrderSnapshot> {
      const { order, changed } = await changeOrder(db, orderId, async (current, tx) => {
        // Run again after a crash: it is done.
        if (current.edit === null && (await endOf(orderId, id))?.type === 'order.edited') return [];
        theEdit(current, id);
        if (!isCovered(current, new Date())) {
          throw new OrderSagaError('invalid_transition', 'The money for it could not be authorized');
        }
        const edited = finishEdit(current, id, []);
        await fitReservations(tx, tell(current, edited).order);
        return finishEdit(current, id, await waitingOf(tx, orderId));
      });
      committed(order);
      if (changed) await stockMoved();
      return snapshotOf(order);
    },

    /**
     * Nothing of it stays; over already, nothing happens.
     * @param isSpent its money was refused; false where it was not, or nobody knows
     */
    async failEdit(orderId: string, id: string, code: string, error: string, isSpent: boolean): Promise<OrderSnapshot> {
      const { order, changed } = await giveUp(orderId, id, code, error, isSpent);
      committed(order);
      if (changed) await stockMoved();
      return snapshotOf(order);
    },
  };

  async function giveUp(orderId: string, id: string, code: string, error: string, isSpent: boolean) {
    return await changeOrder(db, orderId, async (current, tx) => {
      if (isSpent) await spendMove(tx, orderId, 'authorize');
      const failed = failEdit(current, id, code, error);
      // Also where something else has ended it, which knew nothing of its stock.
      await fitReservations(tx, failed.length > 0 ? tell(current, failed).order : current);
      return failed;
    });
  }

  /** @throws what it was refused with, or that something else has ended it */
  async function assertMade({ id: orderId, status }: Order, id: string): Promise<void> {
    const end = await endOf(orderId, id);
    if (end?.type === 'order.edited') return;
    if (end?.type === 'edit.failed') {
      const { code, error } = end.data;
      throw new OrderSagaError(isErrorCode(code) ? code : 'invalid_transition', error);
    }
    const overtaken = invalidTransition(status, 'the edit was overtaken');
    await giveUp(orderId, id, overtaken.code, overtaken.message, false);
    await stockMoved();
    throw overtaken;
  }

  /** Undefined where it is under way, or something else has ended it. */
  async function endOf(orderId: string, id: string) {
    const events = await readEvents(db, orderId);
    return events.find(
      (event) => (event.type === 'order.edited' || event.type === 'edit.failed') && event.data.id === id,
    );
  }
}

/** The workflow makes one edit at a time: another one is of a workflow that was terminated. */
function brokenOff(order: Order, id: string): OrderEvent[] {
  return order.edit === null || order.edit.id === id
    ? []
    : failEdit(order, order.edit.id, 'dependency_unavailable', 'It was broken off');
}

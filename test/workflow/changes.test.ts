import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { changeOrder } from '../../db/orders.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { confirmed, newSku } from '../support/workflow-orders.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { theOrder, untilOrder } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('a part of an order', () => {
  it.concurrent('is paid for when it ships, by an account with multicapture: charges with the first', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    expect((await paidUntil(world, id, 1100)).payment).toEqual({
      status: 'partially_captured',
      authorized: 2500,
      captured: 1100,
      refunded: 0,
    });
    await world.gateway().ship(id, part(2, units('line-1', 2), units('line-2', 1)));
    expect((await paidUntil(world, id, 3600)).payment).toMatchObject({ status: 'captured', authorized: 0 });
    expect(await soundBooks(world, id)).toMatchObject({ captures: 2, authorizations: 1, standing: 0 });
  });

  it.concurrent('is paid for when it ships, and the rest authorized anew, where there is no multicapture', async () => {
    const { id } = await twoLines(world, { method: 'pm_single_capture' });
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await world.gateway().settle(id);
    await untilOrder(world, id, (o) => o.payment.captured === 1100 && o.payment.authorized === 2500);
    await world.gateway().ship(id, part(2));
    await paidUntil(world, id, 3600);
    expect(await readLedger(world, id)).toEqual([
      expect.objectContaining({ kind: 'authorization', amount: 3600 }),
      expect.objectContaining({ kind: 'capture', amount: 1100 }),
      expect.objectContaining({ kind: 'void', amount: 2500 }),
      expect.objectContaining({ kind: 'authorization', amount: 2500 }),
      expect.objectContaining({ kind: 'capture', amount: 2500 }),
    ]);
    await soundBooks(world, id);
  });

  it.concurrent('puts the rest on hold where nobody pays for it any more, until a retry is paid', async () => {
    const { id } = await twoLines(world, { method: 'pm_declines_off_session' });
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await world.gateway().settle(id);
    const held = await untilOrder(world, id, ({ status }) => status === 'ON_HOLD');
    expect(held).toMatchObject({
      hold: { from: 'PARTIALLY_SHIPPED', reason: 'payment_declined' },
      attention: [{ step: 'authorize' }],
      payment: { status: 'partially_captured', captured: 1100, authorized: 0 },
    });
    await expect(world.gateway().ship(id, part(2))).rejects.toMatchObject({ code: 'invalid_transition' });
    await soundBooks(world, id);
    // The customer does not want the rest then: what has shipped is all of it.
    await world.gateway().change(id, 'rejectOrder', ulid(), { reason: 'not paid for' });
    expect(await theOrder(world, id)).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'captured' },
      attention: [],
    });
    const { held: reserved } = await soundBooks(world, id);
    expect(reserved).toEqual({});
  });

  it.concurrent('can be canceled: its stock is back, its money is not taken', async () => {
    const { id, a } = await twoLines(world);
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-1', 2), reason: 'too many' });
    expect((await soundBooks(world, id)).held[a]).toBe(1);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await paidUntil(world, id, 1100);
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-2', 1), reason: null });
    const books = await soundBooks(world, id);
    expect(books).toMatchObject({
      order: { status: 'SHIPPED', payment: { status: 'captured' } },
      standing: 0,
      held: {},
    });
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    expect((await theOrder(world, id)).status).toBe('DELIVERED');
  });

  it.concurrent('that is all of it is the order, canceled, however often it is said', async () => {
    const { id } = await confirmed(world);
    const [asked, request] = [ulid(), { ...units('line-1', 2), reason: 'changed my mind' }];
    await world.gateway().change(id, 'cancelLine', asked, request);
    expect((await world.gateway().change(id, 'cancelLine', asked, request)).status).toBe('CANCELED');
    const { order: canceled, standing } = await soundBooks(world, id);
    expect({ status: canceled.status, note: canceled.cancelNote, standing }).toEqual({
      status: 'CANCELED',
      note: 'changed my mind',
      standing: 0,
    });
  });
});

describe('a refund', () => {
  it.concurrent('gives back an amount or lines, once for each id, and never more than was taken', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    const refund = ulid();
    await world.gateway().change(id, 'refundOrder', refund, { amount: 600, reason: 'late' });
    const again = await world.gateway().change(id, 'refundOrder', refund, { amount: 600, reason: 'late' });
    expect(again.refunds).toMatchObject([{ id: refund, amount: 600, status: 'SUCCEEDED' }]);
    const lines = await world.gateway().change(id, 'refundOrder', ulid(), { lines: [units('line-1', 2)] });
    expect(lines.payment).toMatchObject({ status: 'partially_refunded', refunded: 2600 });
    const tooMuch = world.gateway().change(id, 'refundOrder', ulid(), { amount: 1001 });
    await expect(tooMuch).rejects.toMatchObject({ code: 'refund_exceeds_captured', details: { left: 1000 } });
    const rest = await world.gateway().change(id, 'refundOrder', ulid(), {});
    expect(rest.payment).toMatchObject({ status: 'refunded', refunded: 3600 });
    const refunds = (await readLedger(world, id)).filter(({ kind }) => kind === 'refund');
    expect(refunds.map(({ amount }) => amount)).toEqual([600, 2000, 1000]);
    await soundBooks(world, id);
  });

  it.concurrent('that fails is not done: it needs attention, and a retry pays it', async () => {
    const { id } = await twoLines(world, { method: 'pm_refund_fails_once' });
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    const failed = await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
    expect(failed).toMatchObject({
      refunds: [{ status: 'FAILED', refunded: 0 }],
      attention: [{ step: 'refund' }],
      payment: { status: 'captured', refunded: 0 },
    });
    const { order: mended } = await world.gateway().resolve(id, 'refund', 'retry', 'once more');
    expect(mended).toMatchObject({ refunds: [{ status: 'SUCCEEDED' }], attention: [], payment: { refunded: 600 } });
    await soundBooks(world, id);
  });
});

describe('a return', () => {
  it.concurrent(
    'is asked for, approved, received and refunded; units go back for sale or are written off',
    async () => {
      const { id, a } = await twoLines(world);
      await world.gateway().ship(id, part(1));
      await paidUntil(world, id, 3600);
      const tooSoon = world
        .gateway()
        .change(id, 'requestReturn', ulid(), { lines: [units('line-1', 1)], reason: null });
      await expect(tooSoon).rejects.toMatchObject({ code: 'invalid_transition' });
      await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
      const returnId = ulid();
      await world.gateway().change(id, 'requestReturn', returnId, { lines: [units('line-1', 2)], reason: 'too small' });
      const tooMany = world
        .gateway()
        .change(id, 'requestReturn', ulid(), { lines: [units('line-1', 2)], reason: null });
      await expect(tooMany).rejects.toMatchObject({ code: 'invalid_transition' });
      await world.gateway().change(id, 'approveReturn', ulid(), { returnId });
      const received = [
        { ...units('line-1', 1), restock: true },
        { ...units('line-1', 1), restock: false },
      ];
      const back = await world
        .gateway()
        .change(id, 'receiveReturn', ulid(), { returnId, received: { lines: received } });
      expect(back).toMatchObject({
        status: 'DELIVERED',
        returns: [{ id: returnId, status: 'RECEIVED', received }],
        refunds: [{ amount: 2000, status: 'SUCCEEDED', returnId }],
        payment: { status: 'partially_refunded', refunded: 2000 },
      });
      expect((await soundBooks(world, id)).stock[a]).toEqual({ onHand: 8, reserved: 0 });
    },
  );

  it.concurrent('that is there before its money was taken, is refunded of what is taken then', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1));
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    const returnId = ulid();
    await world.gateway().change(id, 'requestReturn', returnId, { lines: [units('line-1', 3)], reason: null });
    await world.gateway().change(id, 'approveReturn', ulid(), { returnId });
    await world.gateway().change(id, 'receiveReturn', ulid(), { returnId, received: { restock: true } });
    expect((await untilOrder(world, id, ({ payment }) => payment.refunded === 3000)).payment.captured).toBe(3600);
  });

  it.concurrent('is not taken when the window has closed', async () => {
    const gateway = world.gateway({ returnWindow: 200 });
    const { id } = await confirmed(world, {}, { returnWindow: 200 });
    await gateway.ship(id, part(1));
    await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const late = gateway.change(id, 'requestReturn', ulid(), { lines: [units('line-1', 1)], reason: null });
    await expect(late).rejects.toMatchObject({ code: 'return_window_closed' });
  });
});

describe('an edit of which nobody knows any more', () => {
  it.concurrent('as the worker died over it, gives way to the next one', async () => {
    const { id } = await twoLines(world);
    const { lines } = await theOrder(world, id);
    await changeOrder(world.database.db, id, () => [{ type: 'edit.started', data: { id: 'lost', lines } }]);
    const wanted = lines.map((line) => ({ id: line.id, quantity: 1 }));
    const edited = await world.gateway().change(id, 'editOrder', ulid(), { lines: wanted });
    expect(edited).toMatchObject({ edit: null, lines: [{ quantity: 1 }, { quantity: 1 }] });
    expect((await soundBooks(world, id)).eventTypes).toContain('edit.failed');
  });
});

describe('a hold', () => {
  it.concurrent('by the fraud check keeps the stock and takes no money, until somebody releases it', async () => {
    const { id, status } = await twoLines(world, { customerId: 'cus_risky' });
    expect(status).toBe('ON_HOLD');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { hold: { from: 'PENDING', reason: 'fraud_check' }, payment: { status: 'authorized', authorized: 3600 } },
      standing: 3600,
      published: ['order.held'],
    });
    const released = await world.gateway().change(id, 'releaseOrder', ulid(), { reason: 'known customer' });
    expect(released).toMatchObject({ status: 'PROCESSING', hold: null });
    expect((await soundBooks(world, id)).published).toEqual(['order.held', 'order.released', 'order.created']);
  });

  it.concurrent('that is rejected cancels the order, and gives all back', async () => {
    const { id } = await twoLines(world, { customerId: 'cus_risky' });
    await world.gateway().change(id, 'rejectOrder', ulid(), { reason: 'stolen card' });
    expect(await soundBooks(world, id)).toMatchObject({
      order: { status: 'CANCELED', cancelReason: 'review_rejected', cancelNote: 'stolen card' },
      standing: 0,
      held: {},
    });
  });

  it.concurrent('by an operator stops shipping, and is released to where it was', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await world.gateway().change(id, 'holdOrder', ulid(), { reason: 'call the customer' });
    await expect(world.gateway().ship(id, part(2))).rejects.toMatchObject({ code: 'invalid_transition' });
    await expect(world.gateway().cancel(id, null)).rejects.toMatchObject({ code: 'invalid_transition' });
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    const released = await world.gateway().change(id, 'releaseOrder', ulid(), { reason: null });
    expect(released.status).toBe('PARTIALLY_SHIPPED');
    await world.gateway().ship(id, part(2));
    await soundBooks(world, id);
  });
});

describe('an edit', () => {
  it.concurrent('adds, changes and removes lines: stock and money follow', async () => {
    const { id, a, b } = await twoLines(world);
    const c = await newSku(world);
    const edited = await world.gateway().change(id, 'editOrder', ulid(), {
      lines: [
        { id: 'line-1', quantity: 5 },
        { sku: c, quantity: 2, unitPrice: 250 },
      ],
    });
    expect(edited).toMatchObject({
      total: 5600,
      lines: [
        { id: 'line-1', quantity: 5, total: 5000 },
        { sku: c, quantity: 2, total: 500 },
      ],
      payment: { status: 'authorized', authorized: 5600 },
      edit: null,
    });
    const { held, published } = await soundBooks(world, id);
    expect(held).toEqual({ [a]: 5, [c]: 2 });
    expect(b in held).toBe(false);
    expect(published).toEqual(['order.created', 'order.updated']);
    const less = await world.gateway().change(id, 'editOrder', ulid(), { lines: [{ id: 'line-1', quantity: 3 }] });
    // What was authorized for more of it is given back; the checkout's own cannot be made smaller.
    expect(less).toMatchObject({ total: 3100, payment: { authorized: 3600 } });
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3100);
    expect((await soundBooks(world, id)).standing).toBe(0);
  });

  it.concurrent('that nobody pays for changes nothing', async () => {
    const { id, a } = await twoLines(world, { method: 'pm_declines_off_session' });
    const request = {
      lines: [
        { id: 'line-1', quantity: 5 },
        { id: 'line-2', quantity: 1 },
      ],
    };
    const edit = ulid();
    const more = world.gateway().change(id, 'editOrder', edit, request);
    await expect(more).rejects.toMatchObject({ code: 'payment_declined' });
    const { order: same, held, standing } = await soundBooks(world, id);
    expect(same).toMatchObject({ status: 'PROCESSING', total: 3600, attention: [], edit: null });
    expect({ a: held[a], standing }).toEqual({ a: 3, standing: 3600 });
    const again = world.gateway().change(id, 'editOrder', edit, request);
    await expect(again).rejects.toMatchObject({ code: 'payment_declined' });
  });

  it.concurrent('is overtaken by a parcel that takes all of the order', async () => {
    const { id } = await twoLines(world);
    const pause = world.failpoints.pause(id, 'authorizeRest', 'patient');
    const edit = world.gateway().change(id, 'editOrder', ulid(), { lines: [{ id: 'line-1', quantity: 5 }] });
    await pause.reached;
    edit.catch(() => undefined);
    await world.gateway().ship(id, part(1));
    pause.release();
    await expect(edit).rejects.toMatchObject({ code: 'invalid_transition' });
    await paidUntil(world, id, 3600);
    const { order, held, standing } = await soundBooks(world, id);
    expect({ status: order.status, edit: order.edit, held, standing }).toEqual({
      status: 'SHIPPED',
      edit: null,
      held: {},
      standing: 0,
    });
  });

  it.concurrent('that the stock does not have changes nothing', async () => {
    const { id, a } = await twoLines(world);
    const more = world.gateway().change(id, 'editOrder', ulid(), {
      lines: [
        { id: 'line-1', quantity: 11 },
        { id: 'line-2', quantity: 1 },
      ],
    });
    await expect(more).rejects.toMatchObject({ code: 'out_of_stock', details: { lines: [{ sku: a }] } });
    expect((await soundBooks(world, id)).held[a]).toBe(3);
  });
});

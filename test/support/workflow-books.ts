import { expect } from '@jest/globals';
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { findPayment } from '../../db/payments.ts';
import { readEvents, rebuild } from '../../db/order-events.ts';
import { inventory, outbox, reservations } from '../../db/schema.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import type { Order } from '../../domain/order.ts';
import { publicType } from '../../domain/public-events.ts';
import { snapshotOf } from '../../domain/snapshot.ts';
import { orderState } from '../../workflows/messages.ts';
import { OrderStatus } from '../../workflows/search-attributes.ts';
import { theOrder } from './workflow-waits.ts';
import type { World } from './world.ts';

const Ledger = z.array(z.object({ kind: z.enum(['authorization', 'capture', 'void', 'refund']), amount: z.int() }));

/** All that is written anywhere about an order. */
export interface Books {
  order: Order;
  /** By SKU, of the SKUs that the order asks for. */
  stock: Record<string, { onHand: number; reserved: number }>;
  /** What the order holds, by SKU. */
  held: Record<string, number>;
  authorizations: number;
  /** What stays authorized at the payment service. */
  standing: number;
  captures: number;
  /** The row of the authorization; null when there is nothing to pay. */
  paymentStatus: string | null;
  eventTypes: string[];
  published: string[];
}

/**
 * Reads everything, and checks what must hold of every order at every moment: its events are contiguous, rebuild it,
 * and wait to be published in order; its stock adds up; CANCELED has given everything back; the workflow agrees.
 */
export async function soundBooks(world: World, orderId: string): Promise<Books> {
  const { db } = world.database;
  const order = await theOrder(world, orderId);
  expect(await rebuild(db, orderId)).toEqual(order);

  const events = await readEvents(db, orderId);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  expect(order.version).toBe(events.length);
  const waiting = await db.select().from(outbox).where(eq(outbox.orderId, orderId)).orderBy(asc(outbox.sequence));
  const published = events.flatMap(({ type }) => publicType(type) ?? []);
  expect(waiting.map(({ eventType }) => eventType)).toEqual(published);
  expect(waiting.map(({ sequence }) => sequence)).toEqual(published.map((_, index) => index + 1));

  const skus = [...new Set(order.lines.map(({ sku }) => sku))];
  const levels = await db.select().from(inventory).where(inArray(inventory.sku, skus));
  const all = await db.select().from(reservations).where(inArray(reservations.sku, skus));
  for (const { sku, location, reserved } of levels) {
    const there = all.filter((row) => row.sku === sku && row.location === location);
    expect({ sku, location, reserved }).toEqual({ sku, location, reserved: units(there) });
  }
  const ledger = await readLedger(world, orderId);
  const payment = await findPayment(db, orderId);
  const books = {
    order,
    stock: Object.fromEntries(levels.map(({ sku, onHand, reserved }) => [sku, { onHand, reserved }])),
    held: Object.fromEntries(all.filter((row) => row.orderId === orderId).map(({ sku, quantity }) => [sku, quantity])),
    authorizations: ledger.filter(({ kind }) => kind === 'authorization').length,
    standing: sum(ledger, 'authorization') - sum(ledger, 'void') - sum(ledger, 'capture'),
    captures: ledger.filter(({ kind }) => kind === 'capture').length,
    paymentStatus: payment?.status ?? null,
    eventTypes: events.map(({ type }) => type),
    published,
  };
  // An operator who skips a step answers for what stays: the test that skips says what that is.
  if (books.eventTypes.includes('compensation.skipped')) expect(order.status).toMatch(/^CANCEL/);
  else if (order.status === 'CANCELED') expectAllGivenBack(books);
  else if (order.status !== 'CANCELING') {
    expect(order.payment).toMatchObject({ authorized: books.standing, captured: sum(ledger, 'capture') });
  }
  await expectWorkflowAgrees(world, order);
  return books;
}

export async function readLedger(world: World, orderId: string): Promise<z.infer<typeof Ledger>> {
  const response = await fetch(new URL(`/ledger?orderId=${orderId}`, world.simulatorUrl));
  return Ledger.parse(await response.json());
}

function expectAllGivenBack({ order, held, standing }: Books): void {
  expect({ held, standing, authorized: order.payment.authorized }).toEqual({ held: {}, standing: 0, authorized: 0 });
  expect(['none', 'declined', 'voided']).toContain(order.payment.status);
  expect(order.openCompensations).toEqual([]);
  // A parcel that left all the same is for a person to look at.
  expect(order.attention.filter(({ step }) => step !== 'shipment')).toEqual([]);
}

/**
 * Temporal has the workflow look again, and nothing is lost: a message came while it was about to end; and after a task that timed out
 * sdk-core may answer an update twice (https://github.com/temporalio/sdk-rust/issues/888).
 */
const TEMPORALS_OWN = [
  /^UnhandledCommand$/,
  /ProtocolMessageCommand referenced absent message ID \S+\/request\/accept$/,
];

/** What an operator sees in Temporal is what stands in the database, and no workflow task has failed. */
async function expectWorkflowAgrees(world: World, order: Order): Promise<void> {
  const handle = world.client.workflow.getHandle(workflowId(order.id));
  // A query of a run that goes on as a new one in that moment is never answered.
  const snapshot = await world.client.withDeadline(Date.now() + 5000, () => handle.query(orderState));
  expect(snapshot).toEqual(snapshotOf(order));
  const { events = [] } = await handle.fetchHistory();
  const failed = events?.flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []) ?? [];
  expect(failed.filter((message) => !TEMPORALS_OWN.some((own) => own.test(message)))).toEqual([]);
  const { typedSearchAttributes } = await handle.describe();
  expect(typedSearchAttributes.get(OrderStatus)).toBe(order.status);
}

function units(rows: readonly { quantity: number }[]): number {
  return rows.reduce((total, { quantity }) => total + quantity, 0);
}

function sum(ledger: z.infer<typeof Ledger>, of: 'authorization' | 'void' | 'capture'): number {
  return ledger.filter(({ kind }) => kind === of).reduce((total, { amount }) => total + amount, 0);
}

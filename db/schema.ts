import { relations, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { OPEN_RETURNS, ORDER_STATUSES } from '../contracts/http.ts';
import { ROLES, type Scope } from '../contracts/roles.ts';
import type { OrderEvent } from '../domain/events.ts';
import { type Address, type Charge, MOVE_KINDS, type Order, type Shipment, PAYMENT_STATUSES } from '../domain/order.ts';
import { DIFFERENCE_KINDS } from '../domain/differences.ts';
import { STOCK_MOVEMENT_KINDS } from '../domain/stock-book.ts';
import type { StoredAnswer } from '../domain/gateway.ts';
import type { Storefront } from '../domain/storefronts.ts';
import { WEBHOOK_STATES, type WebhookAttempt } from '../domain/webhooks.ts';

const minor = (name: string) => bigint(name, { mode: 'number' });
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/**
 * `claimed`: being sent, or its sender died. `refused`: not sent, for good. `unknown`: perhaps sent, and not sent again.
 */
export const NOTIFICATION_STATES = ['claimed', 'sent', 'refused', 'unknown'] as const;

const PAYMENT_ROW_STATUSES = [
  'requested',
  'asked',
  'authorized',
  'declined',
  'voided',
  'captured',
  'refunded',
  'released',
] as const;

/** A month of UTC, as an index may have it. */
export const monthOf = (column: AnyPgColumn) => sql`date_trunc('month', ${column} at time zone 'UTC')`;

/** Orders with a return in one of these states, as an index may have it: the values are in its text. */
export const hasReturn = (returns: AnyPgColumn, statuses: readonly string[] = OPEN_RETURNS) =>
  sql.join(
    statuses.map((status) => sql`${returns} @> ${sql.raw(`'[{"status":"${status}"}]'`)}`),
    sql` or `,
  );

/** The fold of order_events. */
export const orders = pgTable(
  'orders',
  {
    id: text().primaryKey(),
    storefront: text().$type<Storefront>().notNull(),
    status: text({ enum: ORDER_STATUSES }).notNull(),
    version: integer().notNull(),
    publicSequence: integer('public_sequence').notNull(),
    customerId: text('customer_id'),
    email: text(),
    locale: text(),
    reference: text(),
    currency: text().notNull(),
    charges: jsonb().$type<Charge[]>().notNull(),
    total: minor('total').notNull(),
    paymentStatus: text('payment_status', { enum: PAYMENT_STATUSES }).notNull(),
    authorized: minor('authorized').notNull(),
    captured: minor('captured').notNull(),
    refunded: minor('refunded').notNull(),
    authorizations: jsonb().$type<Order['authorizations']>().notNull().default([]),
    waived: minor('waived').notNull().default(0),
    refunds: jsonb().$type<Order['refunds']>().notNull().default([]),
    returns: jsonb().$type<Order['returns']>().notNull().default([]),
    backorders: jsonb().$type<Order['backorders']>().notNull().default([]),
    hold: jsonb().$type<Order['hold']>(),
    edit: jsonb().$type<Order['edit']>(),
    shippingAddress: jsonb('shipping_address').$type<Address>().notNull(),
    billingAddress: jsonb('billing_address').$type<Address>(),
    earlyDeliveries: jsonb('early_deliveries').$type<Order['earlyDeliveries']>().notNull(),
    openCompensations: jsonb('open_compensations').$type<Order['openCompensations']>().notNull(),
    attention: jsonb().$type<Order['attention']>().notNull().default([]),
    needsAttention: boolean('needs_attention').notNull(),
    paymentUncertain: boolean('payment_uncertain').notNull(),
    cancelReason: text('cancel_reason'),
    cancelNote: text('cancel_note'),
    cancelDetails: jsonb('cancel_details').$type<Record<string, unknown>>(),
    metadata: jsonb().$type<Record<string, string>>().notNull(),
    deliveredAt: time('delivered_at'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [
    check('orders_status', sql`${t.status} in (${oneOf(ORDER_STATUSES)})`),
    check('orders_total', sql`${t.total} >= 0`),
    // Every list but the two below, a merge of its ranges (order-ranges.ts), and what reconciliation looks for. Each order
    // goes into each of these indexes twice, as new and as decided: status is in one of them, so no change of it is HOT.
    index('orders_state').on(t.storefront, t.status, t.createdAt, t.id),
    // Lists of one customer, and of one reference; orders without cost nothing. Each month has its own part of them, which
    // such a list looks through one by one (Postgres 18 skips from month to month): customers come in no order, and in one
    // part for all times each order would change a page that no other order has changed for long, all of it in the WAL.
    index('orders_customer')
      .on(monthOf(t.createdAt), t.customerId, t.createdAt, t.id)
      .where(sql`${t.customerId} is not null`),
    index('orders_reference')
      .on(monthOf(t.createdAt), t.reference, t.createdAt, t.id)
      .where(sql`${t.reference} is not null`),
    // Lists by metadata: orders without any have no entry.
    index('orders_metadata')
      .using('gin', sql`${t.metadata} jsonb_path_ops`)
      .where(sql`${t.metadata} <> '{}'`),
    // Those that wait for an operator: few, and no other order has an entry.
    index('orders_attention')
      .on(t.createdAt, t.id)
      .where(sql`${t.needsAttention}`),
    // Those with a return that somebody has to see to: an entry goes when it is decided or there.
    index('orders_open_returns').on(t.createdAt, t.id).where(hasReturn(t.returns)),
  ],
);

export const orderLines = pgTable(
  'order_lines',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    id: text().notNull(),
    position: integer().notNull(),
    sku: text().notNull(),
    quantity: integer().notNull(),
    unitPrice: minor('unit_price'),
    total: minor('total').notNull(),
    shipped: integer().notNull(),
    canceled: integer().notNull(),
    returned: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.id] }),
    check('order_lines_units', sql`${t.shipped} + ${t.canceled} <= ${t.quantity} and ${t.returned} <= ${t.shipped}`),
  ],
);

export const shipments = pgTable(
  'shipments',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    id: text().notNull(),
    position: integer().notNull(),
    status: text({ enum: ['SHIPPED', 'DELIVERED'] }).notNull(),
    carrier: text(),
    trackingNumber: text('tracking_number'),
    lines: jsonb().$type<Shipment['lines']>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.id] })],
);

export const inventory = pgTable(
  'inventory',
  {
    sku: text().notNull(),
    location: text().notNull(),
    onHand: integer('on_hand').notNull(),
    reserved: integer().notNull().default(0),
    /** Of what is on hand by this row, units that are not there: orders hold them, and the warehouse has not found them. */
    short: integer().notNull().default(0),
    /** What an operator can set, counted: see db/inventory.ts. */
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.sku, t.location] }),
    check('inventory_never_negative', sql`${t.reserved} >= 0 and ${t.onHand} >= ${t.reserved}`),
    // What is not there is never for sale.
    check('inventory_short', sql`${t.short} = 0 or (${t.short} > 0 and ${t.onHand} = ${t.reserved})`),
  ],
);

/**
 * What came and went, and what was counted: the trail of the stock, and what makes it the same in whichever order news comes.
 * It is not swept: it says how the stock has come to what it is. Only what is older than the last count of its SKU and
 * location could go without a change of the stock.
 */
export const stockMovements = pgTable(
  'stock_movements',
  {
    /** A warehouse's event (source and id), or a ULID of ours. */
    id: text().primaryKey(),
    sku: text().notNull(),
    location: text().notNull(),
    kind: text({ enum: STOCK_MOVEMENT_KINDS }).notNull(),
    /** Units that came or went; of a count, that were there. */
    quantity: integer().notNull(),
    /** When it happened, by the clock of who tells of it. */
    time: time('time').notNull(),
    recordedAt: time('recorded_at').notNull().defaultNow(),
  },
  (t) => [
    check('stock_movements_kind', sql`${t.kind} in (${oneOf(STOCK_MOVEMENT_KINDS)})`),
    check('stock_movements_quantity', sql`${t.quantity} >= 0`),
    index('stock_movements_since').on(t.sku, t.location, t.time),
  ],
);

/** When a SKU counts as low, and whether others have been told. A row of its own: orders lock `inventory`, and not this. */
export const stockLevels = pgTable('stock_levels', {
  sku: text().primaryKey(),
  /** Null: LOW_STOCK_THRESHOLD. */
  threshold: integer(),
  low: boolean().notNull().default(false),
  /** Sold also when it is not there: such orders wait for it. */
  backorder: boolean().notNull().default(false),
  /** How many events it has had: the CloudEvents extension `sequence` of the last one. */
  sequence: integer().notNull().default(0),
});

/** Stock that an order holds and has not shipped. */
export const reservations = pgTable(
  'reservations',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    sku: text().notNull(),
    location: text().notNull(),
    quantity: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sku, t.location] }),
    check('reservations_quantity', sql`${t.quantity} > 0`),
  ],
);

/**
 * Units that an order waits for: of a SKU that is sold without being there. First come, first served by `seq`, which is given
 * under the locks of the SKU's stock; whoever changes a row has these locks or the order's. An edit that adds units comes with
 * a row of its own. What has come is in `reservations`, and is `allocated` here until the order has been told.
 */
export const backorders = pgTable(
  'backorders',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    sku: text().notNull(),
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    /** Units that still wait. */
    waiting: integer().notNull(),
    /** What has come since the order was last told, as it came. */
    allocated: jsonb().$type<{ location: string; quantity: number }[]>().notNull().default([]),
    since: time('since').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sku, t.seq] }),
    check('backorders_waiting', sql`${t.waiting} >= 0`),
    index('backorders_queue')
      .on(t.sku, t.seq)
      .where(sql`${t.waiting} > 0`),
    index('backorders_to_tell')
      .on(t.orderId)
      .where(sql`${t.allocated} <> '[]'`),
  ],
);

/** What was asked of the payment service, stored before the call: the key is the durable intent. */
export const payments = pgTable(
  'payments',
  {
    /** `<order id>:<kind>:<n>`, sent as Stripe's Idempotency-Key. */
    key: text().primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    kind: text({ enum: MOVE_KINDS }).notNull().default('authorize'),
    /** Which authorization of the order. */
    number: integer().notNull().default(1),
    amount: minor('amount').notNull(),
    currency: text().notNull(),
    method: text().notNull(),
    customerId: text('customer_id'),
    /** `asked`: perhaps more than once, by an attempt that found the order written. */
    status: text({ enum: PAYMENT_ROW_STATUSES }).notNull(),
    /** The provider's id of the authorization. */
    intentId: text('intent_id'),
    /** Of a capture: it is the last one of that authorization. */
    final: boolean().notNull().default(false),
    /** Of a capture: what had been captured of that authorization before. */
    capturedBefore: minor('captured_before').notNull().default(0),
    refundId: text('refund_id'),
    createdAt: time('created_at').notNull(),
  },
  (t) => [
    // All but the checkout's own authorization, which is found by its key: placing an order costs no entry here.
    index('payments_later')
      .on(t.orderId)
      .where(sql`${t.kind} <> 'authorize' or ${t.number} > 1`),
  ],
);

/** The event store: what happened to each order, immutable. */
export const orderEvents = pgTable(
  'order_events',
  {
    orderId: text('order_id').notNull(),
    version: integer().notNull(),
    /** A ULID. No index holds it unique: nothing asks for an event by it, and each order would pay for three entries. */
    id: text().notNull(),
    type: text().$type<OrderEvent['type']>().notNull(),
    time: time('time').notNull(),
    data: jsonb().$type<OrderEvent['data']>().notNull(),
    /** The sender's id of the message that caused it: a repeat is known by it. */
    sourceEventId: text('source_event_id'),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.version] }),
    // Most events are caused by nobody's message.
    uniqueIndex('order_events_source')
      .on(t.orderId, t.sourceEventId)
      .where(sql`${t.sourceEventId} is not null`),
    // What reconciliation looks at next. Placing an order and confirming it costs no entry: such orders are found by their
    // creation. Not on orders, by their last change: there each change that is no change of the state would cost four.
    index('order_events_later')
      .on(t.time)
      .where(sql`${t.version} > 3`),
  ],
);

/** Public events that wait to be published; a row goes when it is. */
export const outbox = pgTable(
  'outbox',
  {
    orderId: text('order_id').notNull(),
    sequence: integer().notNull(),
    partition: integer().notNull(),
    eventType: text('event_type').notNull(),
    storefront: text().notNull(),
    /** The CloudEvent as it will be sent. */
    message: text().notNull(),
    attempts: integer().notNull().default(0),
    availableAt: time('available_at').notNull().defaultNow(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sequence] }),
    // What the relay takes next. By when it is due, not by its age: what failed and waits is not passed over at every look.
    // Not by partition: a relay has all of them, or a share of them that lies evenly among the rest.
    index('outbox_due').on(t.availableAt, t.orderId),
  ],
);

/** Messages a consumer has handled; those that cannot come again are swept (activities/sweep.ts). */
export const inbox = pgTable(
  'inbox',
  {
    consumer: text().notNull(),
    eventId: text('event_id').notNull(),
    handledAt: time('handled_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.consumer, t.eventId] }),
    // What the sweep takes next. A B-tree: what is swept makes room for new rows all over the table, and a BRIN index, which
    // never forgets how old the rows of a page once were, would point at all of it.
    index('inbox_handled').on(t.handledAt),
  ],
);

/** Messages to customers: one for an event, at most. Swept like the inbox. */
export const notifications = pgTable(
  'notifications',
  {
    eventId: text('event_id').primaryKey(),
    orderId: text('order_id').notNull(),
    /** The event's type. */
    template: text().notNull(),
    state: text({ enum: NOTIFICATION_STATES }).notNull(),
    /** What was said, of one that was refused or that nobody knows the end of. */
    reason: text(),
    claimedAt: time('claimed_at').notNull().defaultNow(),
    settledAt: time('settled_at'),
  },
  (t) => [
    check('notifications_state', sql`${t.state} in (${oneOf(NOTIFICATION_STATES)})`),
    index('notifications_claimed').on(t.claimedAt),
    // Those that somebody may have to look at: few.
    index('notifications_not_sent')
      .on(t.claimedAt)
      .where(sql`${t.state} <> 'sent'`),
  ],
);

/** API keys that operators gave out: what proves one is kept as its digest alone. */
export const apiKeys = pgTable(
  'api_keys',
  {
    /** The part of a key that may be shown, and finds it. */
    prefix: text().primaryKey(),
    /** SHA-256 of the whole key, in hex. */
    digest: text().notNull(),
    /** Who calls with it. A key and its successor have the same, and so the same Idempotency-Keys. */
    name: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    /** Null: all of its role. */
    scopes: jsonb().$type<Scope[]>(),
    /** Null: every one. */
    storefront: text().$type<Storefront>(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  },
  (t) => [check('api_keys_role', sql`${t.role} in (${oneOf(ROLES)})`), index('api_keys_name').on(t.name)],
);

/** Which order, or change of one, an Idempotency-Key made. An order's answer is the fold of its events; a change's is kept. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Caller and route. */
    scope: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    orderId: text('order_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    answer: jsonb().$type<StoredAnswer>(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.key] })],
);

/** What an order's payloads in Temporal are closed with (vault/order-keys.ts). No row: nothing of it was ever closed. */
export const orderKeys = pgTable('order_keys', {
  orderId: text('order_id').primaryKey(),
  /** Which key of the ring wraps it. */
  ringKey: text('ring_key').notNull(),
  /** In base64; null: it was destroyed. */
  wrapped: text(),
});

/** Data keys of KMS that make up the ring, as KMS wrapped them. Without rows the ring is a file. */
export const ringKeys = pgTable('ring_keys', {
  id: text().primaryKey(),
  /** In base64: KMS opens it. */
  wrapped: text().notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});

/** Persons who were erased: that it was done, and nothing of who it was. */
export const erasures = pgTable('erasures', {
  /** A ULID. */
  id: text().primaryKey(),
  /** HMAC-SHA-256 of who it was, under a key of the ring: whoever has both can prove that it was done. */
  proof: text().notNull(),
  ringKey: text('ring_key').notNull(),
  /** Who did it. */
  by: text().notNull(),
  /** The orders that it is about, while it is under way: a crash in the middle loses none. */
  orderIds: jsonb('order_ids').$type<string[]>().notNull(),
  /** What went, by kind. */
  counts: jsonb().$type<Record<string, number>>().notNull().default({}),
  startedAt: time('started_at').notNull().defaultNow(),
  completedAt: time('completed_at'),
});

/** Who changes an order that must still be as he has seen it (If-Match): of several, one at a time. */
export const changeLeases = pgTable('change_leases', {
  orderId: text('order_id')
    .primaryKey()
    .references(() => orders.id),
  holder: text().notNull(),
  until: time('until').notNull(),
});

/** What people of the house have done through the API: begun before it is done, so that nothing is done without a trace. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** A ULID. */
    id: text().primaryKey(),
    /** The caller's name. */
    actor: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    /** The caller's, or the order's. */
    storefront: text().$type<Storefront>(),
    /** Of contracts/operations.ts. */
    operation: text().notNull(),
    path: text().notNull(),
    orderId: text('order_id'),
    reason: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    requestId: text('request_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    /** The answer's; null while it is under way, and for good where its process died. */
    status: integer(),
    code: text(),
  },
  (t) => [
    index('audit_entries_created').on(t.createdAt, t.id),
    index('audit_entries_order')
      .on(t.orderId, t.createdAt, t.id)
      .where(sql`${t.orderId} is not null`),
    index('audit_entries_actor').on(t.actor, t.createdAt, t.id),
  ],
);

/** Where a storefront wants to hear of its orders. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    /** A ULID. */
    id: text().primaryKey(),
    storefront: text().$type<Storefront>().notNull(),
    url: text().notNull(),
    /** Null: every one. */
    eventTypes: jsonb('event_types').$type<string[]>(),
    /** `whsec_…`, as it is: whoever signs needs it. */
    secret: text().notNull(),
    /** Signs beside it until then. */
    previousSecret: text('previous_secret'),
    previousSecretUntil: time('previous_secret_until'),
    /** A ULID: a repeat of the request that made the secret is known by it. */
    rotationId: text('rotation_id'),
    disabledAt: time('disabled_at'),
    disabledReason: text('disabled_reason'),
    version: integer().notNull().default(1),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [index('webhook_endpoints_storefront').on(t.storefront, t.createdAt, t.id)],
);

/** What was told to an endpoint, or is to be: one row for an event. Swept like the inbox. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    /** A ULID. */
    id: text().primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    eventId: text('event_id').notNull(),
    eventType: text('event_type').notNull(),
    orderId: text('order_id').notNull(),
    /** To the byte as it is signed and sent. */
    payload: text().notNull(),
    attempts: jsonb().$type<WebhookAttempt[]>().notNull().default([]),
    state: text({ enum: WEBHOOK_STATES }).notNull().default('pending'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    check('webhook_deliveries_state', sql`${t.state} in (${oneOf(WEBHOOK_STATES)})`),
    // An event that is told twice.
    uniqueIndex('webhook_deliveries_event').on(t.endpointId, t.eventId),
    index('webhook_deliveries_endpoint').on(t.endpointId, t.createdAt, t.id),
    // What the sweep takes next.
    index('webhook_deliveries_created').on(t.createdAt),
  ],
);

/** Analytics: what each order comes to, as domain/order-facts.ts has it. Written by its consumer alone, and by a rebuild. */
export const analyticsOrders = pgTable(
  'analytics_orders',
  {
    orderId: text('order_id').primaryKey(),
    storefront: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    currency: text().notNull(),
    total: minor('total').notNull(),
    sequence: integer().notNull(),
    wasConfirmed: boolean('was_confirmed').notNull(),
    confirmedAt: time('confirmed_at'),
    shippedAt: time('shipped_at'),
    deliveredAt: time('delivered_at'),
    canceledAt: time('canceled_at'),
  },
  // Orders come by day: what is written is at the end of each storefront's part.
  (t) => [index('analytics_orders_day').on(t.storefront, t.day)],
);

export const analyticsLines = pgTable(
  'analytics_lines',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => analyticsOrders.orderId, { onDelete: 'cascade' }),
    sku: text().notNull(),
    units: integer().notNull(),
    revenue: minor('revenue').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.sku] })],
);

/** Where two books of the house disagree, once for as long as they do. */
export const reconciliationFindings = pgTable(
  'reconciliation_findings',
  {
    /** A ULID: the subject of its event. */
    id: text().primaryKey(),
    kind: text({ enum: DIFFERENCE_KINDS }).notNull(),
    subject: text().notNull(),
    /** Nothing of it is personal. */
    detail: text().notNull(),
    firstSeen: time('first_seen').notNull().defaultNow(),
    /** When it was reported; null while it may be under way. */
    foundAt: time('found_at'),
    lastSeen: time('last_seen').notNull().defaultNow(),
    /** When it was looked for and was there no more. */
    resolvedAt: time('resolved_at'),
  },
  (t) => [
    check('reconciliation_findings_kind', sql`${t.kind} in (${oneOf(DIFFERENCE_KINDS)})`),
    uniqueIndex('reconciliation_findings_open')
      .on(t.subject, t.kind)
      .where(sql`${t.resolvedAt} is null`),
  ],
);

/** How far reconciliation has come: a time, or the last order's id. */
export const reconciliationProgress = pgTable('reconciliation_progress', {
  name: text({ enum: ['placed', 'changed', 'ended', 'all'] }).primaryKey(),
  place: text().notNull(),
});

export const orderRelations = relations(orders, ({ many }) => ({
  lines: many(orderLines),
  shipments: many(shipments),
}));
export const lineRelations = relations(orderLines, ({ one }) => ({
  order: one(orders, { fields: [orderLines.orderId], references: [orders.id] }),
}));
export const shipmentRelations = relations(shipments, ({ one }) => ({
  order: one(orders, { fields: [shipments.orderId], references: [orders.id] }),
}));

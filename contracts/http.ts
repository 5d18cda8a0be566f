import { z } from 'zod';
import { name, text } from './text.ts';
import { day, instant } from './times.ts';

/** The states of an order; domain/states.ts says how they follow each other. */
export const ORDER_STATUSES = [
  'PENDING',
  'ON_HOLD',
  'PROCESSING',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'CANCELING',
  'CANCELED',
] as const;

/** What an operator may have to answer for; domain/order.ts has the same, and the compiler compares. */
export const OPERATOR_STEPS = ['stock', 'payment', 'capture', 'authorize', 'release', 'refund', 'shipment'] as const;

export const minor = z.int().meta({ description: "An amount in the currency's minor unit (ISO 4217)" });
/** An empty object says nothing. */
function isEmpty(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Object.keys(given).length === 0;
}

export const id = name(64);
/** What is no text is a cursor that no list gave. */
export const cursor = z.string().catch('').meta({ description: 'The `next` of the page before, with the same filter' });
export const limit = z
  .preprocess(
    (given) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given),
    z.int().min(1).max(100),
  )
  .meta({ description: 'How many at most' });
/** What the document says where one of these fields is needed at least. */
export const oneAtLeast = (...fields: string[]) => ({ anyOf: fields.map((field) => ({ required: [field] })) });
/** The same where no more than one may be there. */
export const justOne = (...fields: string[]) => ({ oneOf: fields.map((field) => ({ required: [field] })) });

export const Address = z
  .strictObject({
    name: name(200),
    line1: name(200),
    line2: text(200).optional(),
    city: name(100),
    region: text(100).optional(),
    postalCode: text(20).optional(),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code (ISO 3166-1)'),
    phone: text(40).optional(),
  })
  .meta({ id: 'Address' });

const Metadata = z
  .record(name(100), text(1000))
  .refine((entries) => Object.keys(entries).length <= 50, 'at most 50 entries')
  .meta({ maxProperties: 50 });

export const PlaceOrder = z
  .strictObject({
    customerId: name(255).optional(),
    email: z.email().max(254).optional(),
    locale: name(35).optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code (ISO 4217)'),
    reference: name(255).optional(),
    lines: z
      .array(
        z
          .strictObject({
            sku: name(100),
            quantity: z.int().min(1).max(10_000),
            unitPrice: minor.min(0).optional(),
            total: minor.min(0).optional(),
          })
          .meta(oneAtLeast('unitPrice', 'total')),
      )
      .min(1)
      .max(200),
    charges: z
      .array(z.strictObject({ type: name(40), name: name(200), amount: minor }))
      .max(100)
      .optional(),
    payment: z.strictObject({ method: name(255) }).optional(),
    shippingAddress: Address,
    billingAddress: z.preprocess((given) => (isEmpty(given) ? undefined : given), Address.optional()).optional(),
    metadata: Metadata.optional(),
  })
  .refine((order) => order.customerId !== undefined || order.email !== undefined, {
    path: ['customerId'],
    message: 'customerId or email is needed',
  })
  .meta({ id: 'PlaceOrder', ...oneAtLeast('customerId', 'email') });

export const quantity = z.int().min(1).max(10_000);
export const LineQuantity = z.strictObject({ lineId: id, quantity });

export const CancelOrder = z.strictObject({ reason: text(500).optional() }).meta({ id: 'CancelOrder' });

export const ShipOrder = z
  .strictObject({
    eventId: name(255),
    shipmentId: id.optional(),
    carrier: name(100).optional(),
    trackingNumber: name(255).optional(),
    lines: z.array(LineQuantity).max(200).optional(),
  })
  .meta({ id: 'ShipOrder' });

export const DeliverShipment = z.strictObject({ eventId: name(255) }).meta({ id: 'DeliverShipment' });

export const SetInventory = z
  .strictObject({
    onHand: z.int().min(0).max(1_000_000_000).optional().meta({ description: 'At the location; as it is by default' }),
    backorder: z
      .boolean()
      .optional()
      .meta({ description: 'Of the SKU: whether orders wait for it when it is not there; off at first' }),
    reason: name(500).optional().meta({ description: 'For the audit trail' }),
  })
  .refine(({ onHand, backorder }) => onHand !== undefined || backorder !== undefined, {
    error: 'must be there, or backorder',
    path: ['onHand'],
  })
  .meta({ id: 'SetInventory', ...oneAtLeast('onHand', 'backorder') });

export const OrderPath = z.object({ id });
export const ShipmentPath = OrderPath.extend({ shipmentId: id });
export const LinePath = OrderPath.extend({ lineId: id });
export const ReturnPath = OrderPath.extend({ returnId: id });
export const CompensationPath = OrderPath.extend({ step: z.enum(OPERATOR_STEPS) });
export const SkuPath = z.object({ sku: name(100) });

export const InventoryLocation = z.strictObject({
  location: name(64).default('main').meta({ description: 'Where it is on hand' }),
});

export const ResolveCompensation = z
  .strictObject({ action: z.enum(['retry', 'skip']), reason: name(500) })
  .meta({ id: 'ResolveCompensation' });

/** The states of a return that somebody has to see to. */
export const OPEN_RETURNS = ['REQUESTED', 'APPROVED'] as const;

/** As queries write it. */
const onlyTrue = z.preprocess((given) => (given === 'true' ? true : given), z.literal(true));

/** Which orders. */
const OrderFilter = z.strictObject({
  status: z.enum(ORDER_STATUSES).optional().meta({ description: 'Orders in this state' }),
  customerId: name(255).optional().meta({ description: "A customer's orders" }),
  reference: name(255).optional().meta({ description: "The shop's own name for an order" }),
  createdFrom: instant.optional().meta({ description: 'Placed then or later' }),
  createdTo: instant.optional().meta({ description: 'Placed before' }),
  storefront: name(64).optional().meta({ description: 'Only this one; by default all that the caller may see' }),
  needsAttention: onlyTrue.optional().meta({ description: 'Orders with a step that was given up' }),
  returnStatus: z
    .enum(OPEN_RETURNS)
    .optional()
    .meta({ description: 'Orders with a return that waits: to be approved, or to come' }),
  metadata: Metadata.optional().meta({
    description: 'Orders that have all of these entries: `metadata[campaign]=spring`',
    param: { style: 'deepObject', explode: true },
  }),
});

export const RefundView = z
  .object({
    id,
    status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
    amount: minor,
    reason: z.string().nullable(),
    lines: z.array(LineQuantity).nullable().meta({ description: 'Null for an amount' }),
    returnId: id.nullable().meta({ description: 'Of the return that caused it' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Refund' });

export const ReturnView = z
  .object({
    id,
    status: z.enum(['REQUESTED', 'APPROVED', 'REJECTED', 'RECEIVED']),
    lines: z.array(LineQuantity),
    reason: z.string().nullable(),
    note: z.string().nullable().meta({ description: 'Why it was rejected' }),
    received: z.array(LineQuantity.extend({ restock: z.boolean() })),
    refundId: id.nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Return' });

/** What only operators are told is null to everybody else. */
const forOperators = z.string().nullable().meta({ description: 'Null but to operators' });

export const OrderView = z
  .object({
    id,
    storefront: z.string(),
    status: z.enum(ORDER_STATUSES),
    version: z.int(),
    customerId: z.string().nullable(),
    email: z.string().nullable(),
    locale: z.string().nullable(),
    reference: z.string().nullable(),
    currency: z.string(),
    lines: z.array(
      z.object({
        id,
        sku: z.string(),
        quantity: z.int(),
        unitPrice: minor.nullable(),
        total: minor,
        shipped: z.int(),
        canceled: z.int(),
        returned: z.int(),
      }),
    ),
    charges: z.array(z.object({ type: z.string(), name: z.string(), amount: minor })),
    total: minor,
    payment: z.object({ status: z.string(), authorized: minor, captured: minor, refunded: minor }),
    shippingAddress: Address,
    billingAddress: Address.nullable(),
    shipments: z.array(
      z.object({
        id,
        status: z.enum(['SHIPPED', 'DELIVERED']),
        carrier: z.string().nullable(),
        trackingNumber: z.string().nullable(),
        lines: z.array(LineQuantity),
      }),
    ),
    refunds: z.array(RefundView),
    returns: z.array(ReturnView),
    backorders: z
      .array(z.object({ sku: z.string(), quantity: z.int() }))
      .meta({ description: 'Units that wait for stock' }),
    hold: z
      .object({
        reason: z.enum(['fraud_check', 'payment_declined', 'requested']),
        note: forOperators,
        until: z.iso.datetime().nullable().meta({ description: 'Then it is over, whoever has looked at it or not' }),
      })
      .nullable(),
    cancelReason: z.string().nullable(),
    cancelNote: z.string().nullable(),
    needsAttention: z.boolean(),
    attention: z
      .array(z.object({ step: z.enum(OPERATOR_STEPS), error: forOperators, since: z.iso.datetime() }))
      .meta({ description: 'What was given up and waits for an operator' }),
    metadata: z.record(z.string(), z.string()),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Order' });

export const OrderList = z.object({ data: z.array(OrderView), next: z.string().nullable() }).meta({ id: 'OrderList' });

/** Names of an order's fields, with commas between them. */
const fields = z
  .string()
  .transform((names) => names.split(','))
  .pipe(z.array(OrderView.keyof()))
  .meta({
    description: 'Only these fields of an order, and its id: `fields=status,total`',
    type: 'array',
    items: { type: 'string', enum: OrderView.keyof().options },
    minItems: 1,
    param: { style: 'form', explode: false },
  });

export const ListOrders = OrderFilter.extend({
  fields: fields.optional(),
  limit: limit.default(20),
  cursor: cursor.optional(),
});

/** What a list shows: all of an order, or the fields that were asked for. */
export const OrderPage = OrderList.extend({
  data: z.array(OrderView.partial().required({ id: true }).meta({ id: 'OrderFields' })),
}).meta({ id: 'OrderPage' });

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export const ExportOrders = OrderFilter.extend({
  format: z.enum(EXPORT_FORMATS).default('ndjson').meta({ description: 'An order a line, or a row' }),
  fields: fields.optional(),
});

export const OrderExport = z
  .string()
  .meta({ description: 'NDJSON: an order a line. CSV: a row an order under a row of names, what has parts as JSON' });

export const ListEvents = z.strictObject({ cursor: cursor.optional(), limit: limit.default(100) });

/** A version of an order, as queries and headers write it. */
export const OrderVersion = z.preprocess(
  (given) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given),
  z.int32().min(0).meta({ description: 'A version of the order; 0 is before everything' }),
);

export const StreamOrder = z.strictObject({
  after: OrderVersion.default(0).meta({
    description: 'Only what came after this version of the order; the header Last-Event-ID goes before it',
  }),
});

/** As OpenAPI sees a stream: what comes again and again. */
export const StreamedEvent = z
  .object({
    id: z.string().meta({ description: 'The version that the order came to; a client sends it back as Last-Event-ID' }),
    event: z.string().meta({ description: 'Its type' }),
    data: z.string().meta({
      description: 'The event as the timeline has it',
      contentMediaType: 'application/json',
      contentSchema: { $ref: '#/components/schemas/TimelineEvent' },
    }),
  })
  .meta({
    id: 'StreamedEvent',
    description: 'Server-sent events: all that has happened to the order, and what happens from now on',
  });

/** Not in pages: an order has few. */
export const RefundList = z.object({ data: z.array(RefundView) }).meta({ id: 'RefundList' });
export const ReturnList = z.object({ data: z.array(ReturnView) }).meta({ id: 'ReturnList' });

export const TimelineEvent = z
  .object({
    id,
    type: z.string(),
    version: z.int(),
    time: z.iso.datetime(),
    traceparent: z.string().meta({ description: 'W3C Trace Context: all events of an order are one trace' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEvent' });

export const Timeline = z
  .object({ data: z.array(TimelineEvent), next: z.string().nullable() })
  .meta({ id: 'Timeline' });

const units = {
  onHand: z.int().describe('Never shown below what orders hold, see short'),
  reserved: z.int(),
  available: z.int(),
  short: z.int().describe('Of what is on hand: units that orders hold and the warehouse does not find'),
};

export const InventoryView = z
  .object({
    sku: z.string(),
    version: z.int().describe('Of what can be set: units that orders hold do not count'),
    ...units,
    backorder: z.boolean().describe('Orders wait for it when it is not there'),
    waiting: z.int().describe('Units that orders wait for'),
    locations: z.array(z.object({ location: z.string(), ...units })),
  })
  .meta({ id: 'Inventory' });

export const ListInventory = z.strictObject({
  prefix: name(100).optional().meta({ description: 'SKUs that begin with it' }),
  limit: limit.default(20),
  cursor: cursor.optional(),
});

export const InventoryList = z
  .object({ data: z.array(InventoryView), next: z.string().nullable() })
  .meta({ id: 'InventoryList' });

/** Which days' orders to count, both inclusive. Days are UTC's. */
export const DailyAnalytics = z.strictObject({
  from: day.optional().meta({ description: 'The first day; by default 29 days before the last' }),
  to: day.optional().meta({ description: 'The last day, at most 366 days in all; by default today, in UTC' }),
  storefront: name(64).optional().meta({ description: 'Only this one; by default all that the caller may see' }),
  sku: name(100).optional().meta({ description: 'Only orders that have this SKU; of their SKUs, this one' }),
});

/** All of it by the day on which an order was placed, however much later it ships or is canceled. */
const DailyFigures = z
  .object({
    day,
    storefront: z.string(),
    currency: z.string(),
    orders: z.int().meta({ description: 'Confirmed, canceled since or not' }),
    revenue: minor.meta({ description: "Totals of those that were not canceled, in the currency's minor unit" }),
    canceled: z.int().meta({ description: 'Of the confirmed ones' }),
    cancelRate: z.number().nullable().meta({ description: 'canceled / orders; null where none was confirmed' }),
    refused: z.int().meta({ description: 'Never confirmed: declined, out of stock, canceled before the answer' }),
    delivered: z.int(),
    timeToShip: z
      .object({ orders: z.int(), averageSeconds: z.number(), p50Seconds: z.number(), p95Seconds: z.number() })
      .nullable()
      .meta({ description: 'From confirmed to all of it shipped; null where no order has got there' }),
    skus: z
      .array(z.object({ sku: z.string(), units: z.int(), revenue: minor }))
      .meta({ description: 'Of the orders in revenue, without charges and discounts: the 100 that brought the most' }),
  })
  .meta({ id: 'DailyFigures' });

export const DailyAnalyticsView = z.object({ data: z.array(DailyFigures) }).meta({ id: 'DailyAnalytics' });

/** RFC 9457. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    retryable: z.boolean(),
    orderId: id.optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type PlaceOrder = z.infer<typeof PlaceOrder>;
export type OrderView = z.infer<typeof OrderView>;
export type RefundView = z.infer<typeof RefundView>;
export type ReturnView = z.infer<typeof ReturnView>;
export type TimelineEvent = z.infer<typeof TimelineEvent>;
export type InventoryView = z.infer<typeof InventoryView>;
export type DailyFigures = z.infer<typeof DailyFigures>;

import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../bin/settings.ts';
import { name } from '../../contracts/text.ts';
import { cloudEvent } from '../../domain/public-events.ts';
import type { Order, Shipment } from '../../domain/order.ts';
import { byteSize } from '../../messaging/batches.ts';
import { processing } from './an-order.ts';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const MOST = Number.MAX_SAFE_INTEGER;
/** The dearest character that a text may have: six bytes in JSON. */
const DEAR = '\u0001';

/** An order of 200 lines, in which everything is as long as it may be. */
function largest(shipments: Shipment[]): Order {
  const line = { id: ID, sku: DEAR.repeat(100), quantity: 10_000, unitPrice: MOST, total: MOST };
  const order = processing();
  return {
    ...order,
    status: 'PARTIALLY_SHIPPED',
    version: MOST,
    publicSequence: MOST,
    customerId: DEAR.repeat(255),
    reference: DEAR.repeat(255),
    total: MOST,
    lines: Array.from({ length: 200 }, () => ({ ...line, shipped: 10_000, canceled: 10_000, returned: 10_000 })),
    payment: { status: 'partially_refunded', authorized: MOST, captured: MOST, refunded: MOST },
    cancelReason: 'authentication_required',
    shipments,
  };
}

function bytes(order: Order): number {
  const data = { eventId: ID, shipmentId: ID };
  const event = cloudEvent({ id: ID, type: 'order.delivered', version: MOST, time: order.updatedAt, data }, order);
  return byteSize({ eventType: event.type, storefront: order.storefront, body: JSON.stringify(event) });
}

describe('the largest order that can be placed', () => {
  it('fits into a message, whatever is written in it', () => {
    expect(name(255).safeParse(DEAR.repeat(255)).success).toBe(true);
    expect(bytes(largest([]))).toBeLessThan(readSettings({}).MESSAGE_MAX_BYTES);
  });

  it('outgrows it by its parcels: such events go by claim check', () => {
    const parcel: Shipment = {
      id: DEAR.repeat(64),
      status: 'DELIVERED',
      carrier: DEAR.repeat(100),
      trackingNumber: DEAR.repeat(255),
      lines: [{ lineId: ID, quantity: 10_000 }],
    };
    expect(bytes(largest(Array.from({ length: 200 }, () => parcel)))).toBeGreaterThan(
      readSettings({}).MESSAGE_MAX_BYTES,
    );
  });
});

describe('a text', () => {
  it.each(['NUL \0', 'a lone surrogate \uD800', 'no character \uFFFE', 'no character \uFFFF'])(
    'that a database or a queue would refuse is refused at the door: %j',
    (text) => {
      expect(name(255).safeParse(text).success).toBe(false);
    },
  );

  it.each(['山', '🧑‍🚀', '\u0001\t\n', '\uFFFD'])('may be %j', (text) => {
    expect(name(255).safeParse(text).success).toBe(true);
  });
});

import { promisify } from 'node:util';
import { raw, type Request, Router } from 'express';
import { Webhook } from 'standardwebhooks';
import { SIGNED_OPERATIONS } from '../contracts/signed-operations.ts';
import type { Db } from '../db/client.ts';
import { noteHandled, wasHandled } from '../db/inbox.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { inTime } from './in-time.ts';
import { check } from './validation.ts';

const { path: PATH, body: CarrierWebhook } = SIGNED_OPERATIONS.receiveCarrierWebhook;
const CONSUMER = 'carrier-webhooks';
const MAX_ID = 255;
/** As it was signed, byte for byte: nothing is unpacked. */
const readBody = promisify(raw({ limit: '256kb', inflate: false, type: () => true }));

export interface CarrierWebhookDeps {
  db: Db;
  gateway: OrderGateway;
  /** Any of them signs; none: nobody is heard. */
  carrierSecrets: readonly string[];
  /** How long an answer may take. */
  patienceMs: number;
}

/**
 * What carriers tell of parcels, by the Standard Webhooks spec. The signature stands for the caller: nothing of the body is
 * read before it, and what is older than five minutes is refused. `webhook-id` is the event's id: told again, nothing happens.
 */
export function carrierWebhooks({ db, gateway, carrierSecrets, patienceMs }: CarrierWebhookDeps): Router {
  const router = Router();
  if (carrierSecrets.length === 0) return router;
  const verifiers = carrierSecrets.map((secret) => new Webhook(secret));

  async function tell(eventId: string, body: Buffer): Promise<void> {
    if (await wasHandled(db, CONSUMER, eventId)) return;
    const { type, data } = check(CarrierWebhook, jsonOf(body));
    const { orderId, shipmentId, carrier, trackingNumber, lines } = data;
    await gateway.shipmentUpdated(orderId, {
      type: type === 'order.shipped' ? 'shipped' : 'delivered',
      eventId,
      shipmentId: shipmentId ?? undefined,
      carrier: carrier ?? undefined,
      trackingNumber: trackingNumber ?? undefined,
      lines: lines ?? undefined,
    });
    // The signal is Temporal's by now, and a repeat of it is known by its eventId: this row only saves the call.
    await noteHandled(db, CONSUMER, eventId);
  }

  router.post(PATH, async (request, response) => {
    await readBody(request, response);
    // Without a body, body-parser leaves nothing.
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await inTime(patienceMs, tell(signedId(verifiers, request, body), body));
    response.status(204).end();
  });
  router.all(PATH, (_request, response) => {
    response.set('Allow', 'POST');
    throw new OrderSagaError('method_not_allowed', `${PATH} takes POST`);
  });
  return router;
}

/** @returns `webhook-id`. @throws OrderSagaError `invalid_signature`, whatever is wrong with it: a stranger learns nothing */
function signedId(verifiers: readonly Webhook[], request: Request, body: Buffer): string {
  const header = (name: string) => request.get(`webhook-${name}`) ?? '';
  const id = header('id');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': header('timestamp'),
    'webhook-signature': header('signature'),
  };
  const isSigned = verifiers.some((verifier) => {
    try {
      verifier.verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
  if (!isSigned || id.length > MAX_ID) throw new OrderSagaError('invalid_signature');
  return id;
}

/** @throws OrderSagaError `invalid_request` */
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new OrderSagaError('invalid_request', 'The body is no JSON');
  }
}

import { Router } from 'express';
import { z } from 'zod';
import type { Faults } from './faults.ts';
import { badRequest, HttpError } from './http-error.ts';
import { createShipments, Lines } from './shipments.ts';
import type { Store } from './store.ts';

const BookingRequest = z.object({
  orderId: z.string().min(1),
  version: z.int().min(1),
  storefront: z.string().min(1).nullish(),
  lines: Lines,
  left: z.array(z.string()).default([]),
  address: z.unknown().optional(),
});

const Version = z.coerce.number().int().min(1);
const OVERTAKEN = { error: 'overtaken' };

/** The carrier's desk: parcels are booked and canceled here; carrier-clock.ts moves them. */
export function carrierRouter(store: Store, faults: Faults, shipAfterMs: number | null): Router {
  const shipments = createShipments(store);
  const router = Router();
  router.use(async (_req, _res, next) => {
    if (faults.refuses('carrier')) throw new HttpError(503, { error: 'unavailable' });
    await faults.delay('carrier');
    next();
  });

  router.post('/', (req, res) => {
    const request = BookingRequest.safeParse(req.body);
    if (!request.success) throw badRequest(request.error);
    const { orderId, version, storefront, lines, left } = request.data;
    const key = req.get('Idempotency-Key') ?? `${orderId}:${version}`;
    const now = Date.now();
    const booking = { key, orderId, version, storefront: storefront ?? null, lines, left };
    const booked = shipments.book(booking, now, shipAfterMs === null ? null : now + shipAfterMs);
    if (booked === 'overtaken') throw new HttpError(409, OVERTAKEN);
    const { shipment, isNew } = booked;
    res.status(isNew ? 201 : 200).json({
      shipmentId: shipment?.id ?? null,
      carrier: shipment?.carrier ?? null,
      trackingNumber: shipment?.tracking_number ?? null,
    });
  });

  router.delete('/by-order/:orderId', (req, res) => {
    const version = Version.safeParse(req.query['version']);
    if (!version.success) throw badRequest(version.error);
    const canceled = shipments.cancelOrder({ orderId: req.params.orderId, version: version.data }, Date.now());
    if (canceled === 'overtaken') throw new HttpError(409, OVERTAKEN);
    if (canceled.length === 0) throw new HttpError(404, { error: 'nothing_to_cancel' });
    res.json({ canceled });
  });
  return router;
}

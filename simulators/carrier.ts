import { Router } from 'express';
import { z } from 'zod';
import type { Faults } from './faults.ts';
import { badRequest, HttpError } from './http-error.ts';
import { createShipments, Lines } from './shipments.ts';
import type { Store } from './store.ts';

const BookingRequest = z.object({
  orderId: z.string().min(1),
  eventId: z.string().min(1),
  storefront: z.string().min(1).nullish(),
  lines: Lines,
  address: z.unknown().optional(),
});

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
    const { orderId, eventId, storefront, lines } = request.data;
    const booking = { key: req.get('Idempotency-Key') ?? eventId, orderId, storefront: storefront ?? null, lines };
    const { shipment, isNew } = shipments.book(booking, shipAfterMs === null ? null : Date.now() + shipAfterMs);
    res.status(isNew ? 201 : 200).json({
      shipmentId: shipment.id,
      carrier: shipment.carrier,
      trackingNumber: shipment.tracking_number,
    });
  });

  router.delete('/by-order/:orderId', (req, res) => {
    const canceled = shipments.cancelOrder(req.params.orderId, Date.now());
    if (canceled.length === 0) throw new HttpError(404, { error: 'nothing_to_cancel' });
    res.json({ canceled });
  });
  return router;
}

import type { OrderGateway } from '../domain/gateway.ts';

/** Tells each of these orders that stock has come for it. */
export function tellArrived(gateway: OrderGateway): (orderIds: readonly string[]) => Promise<void> {
  return async (orderIds) => {
    for (const orderId of orderIds) await gateway.stockArrived(orderId);
  };
}

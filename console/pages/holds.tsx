import { answered } from '../api.ts';
import { HoldPanel } from '../parts/hold-panel.tsx';
import { Listing, usePages } from '../parts/listing.tsx';
import { OrderCard } from '../parts/order-card.tsx';
import { useSession } from '../session.tsx';

/** Orders on hold. */
export function HoldsPage() {
  const { api } = useSession();
  const pages = usePages(
    ['orders', 'holds'],
    async (cursor) =>
      await answered(
        api.GET('/v1/orders', { params: { query: { status: 'ON_HOLD', ...(cursor ? { cursor } : {}) } } }),
      ),
    5000,
  );
  return (
    <>
      <h1>On hold</h1>
      <p className="quiet">Their stock is reserved, and nothing of them ships.</p>
      <Listing pages={pages} what="orders on hold" empty="No order is on hold.">
        {(orders) => (
          <ul className="plain cards">
            {orders.map((order) => (
              <OrderCard key={order.id} order={order}>
                <HoldPanel order={order} />
              </OrderCard>
            ))}
          </ul>
        )}
      </Listing>
    </>
  );
}

import { answered } from '../api.ts';
import { AttentionSteps } from '../parts/attention-steps.tsx';
import { Listing, usePages } from '../parts/listing.tsx';
import { OrderCard } from '../parts/order-card.tsx';
import { useSession } from '../session.tsx';

/** Orders with a step that was given up. */
export function AttentionPage() {
  const { api } = useSession();
  const pages = usePages(
    ['orders', 'attention'],
    async (cursor) =>
      await answered(
        api.GET('/v1/orders', { params: { query: { needsAttention: true, ...(cursor ? { cursor } : {}) } } }),
      ),
    5000,
  );
  return (
    <>
      <h1>Needs attention</h1>
      <p className="quiet">What the shop has given up, and waits for a person to retry or skip.</p>
      <Listing pages={pages} what="orders" empty="Nothing waits for you.">
        {(orders) => (
          <ul className="plain cards">
            {orders.map((order) => (
              <OrderCard key={order.id} order={order}>
                <AttentionSteps order={order} />
              </OrderCard>
            ))}
          </ul>
        )}
      </Listing>
    </>
  );
}

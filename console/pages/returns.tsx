import { answered } from '../api.ts';
import { Listing, usePages } from '../parts/listing.tsx';
import { OrderCard } from '../parts/order-card.tsx';
import { ReturnPanel } from '../parts/return-panel.tsx';
import { useSession } from '../session.tsx';

/** Returns that somebody has to see to. */
export function ReturnsPage() {
  return (
    <>
      <h1>Returns</h1>
      <OpenReturns status="REQUESTED" title="To be approved" empty="No return waits to be approved." />
      <OpenReturns status="APPROVED" title="On their way back" empty="No return is on its way." />
    </>
  );
}

interface OpenReturnsProps {
  status: 'REQUESTED' | 'APPROVED';
  title: string;
  empty: string;
}

function OpenReturns({ status, title, empty }: OpenReturnsProps) {
  const { api } = useSession();
  const pages = usePages(
    ['orders', 'returns', status],
    async (cursor) =>
      await answered(
        api.GET('/v1/orders', { params: { query: { returnStatus: status, ...(cursor ? { cursor } : {}) } } }),
      ),
    5000,
  );
  return (
    <section aria-labelledby={`returns-${status}`}>
      <h2 id={`returns-${status}`}>{title}</h2>
      <Listing pages={pages} what="returns" empty={empty}>
        {(orders) => (
          <ul className="plain cards">
            {orders.map((order) => (
              <OrderCard key={order.id} order={order}>
                {(order.returns ?? [])
                  .filter((sentBack) => sentBack.status === status)
                  .map((sentBack) => (
                    <ReturnPanel key={sentBack.id} order={order} sentBack={sentBack} />
                  ))}
              </OrderCard>
            ))}
          </ul>
        )}
      </Listing>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answered, type Order } from '../api.ts';
import { canceling, holding } from '../parts/actions.ts';
import { useAsk } from '../parts/asking.tsx';
import { AttentionSteps } from '../parts/attention-steps.tsx';
import { AuditTrail } from '../parts/audit-trail.tsx';
import { money, Status, Time, words } from '../parts/format.tsx';
import { HoldPanel } from '../parts/hold-panel.tsx';
import { OrderLines } from '../parts/order-lines.tsx';
import { ReturnPanel } from '../parts/return-panel.tsx';
import { Loading, Problem } from '../parts/states.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useSession } from '../session.tsx';

/** Before anything has shipped. */
const CANCELABLE = ['PENDING', 'PROCESSING', 'ON_HOLD'];
const HOLDABLE = ['PROCESSING', 'PARTIALLY_SHIPPED'];

/** All of one order. */
export function OrderPage({ id }: { id: string }) {
  const { api, may } = useSession();
  const { data: order, error } = useQuery({
    queryKey: ['order', id],
    queryFn: async () => await answered(api.GET('/v1/orders/{id}', { params: { path: { id } } })),
    refetchInterval: 3000,
  });
  return (
    <>
      <h1>
        Order <span className="id">{id}</span>
      </h1>
      {error && <Problem error={error} />}
      {order ? (
        <>
          <Facts order={order} />
          <ToDo order={order} />
          <OrderLines order={order} />
          <section aria-labelledby="timeline">
            <h2 id="timeline">Timeline</h2>
            <Timeline id={id} version={order.version} />
          </section>
          {may('audit:read') && (
            <section aria-labelledby="audit">
              <h2 id="audit">What people did</h2>
              <AuditTrail orderId={id} />
            </section>
          )}
        </>
      ) : (
        !error && <Loading what="the order" />
      )}
    </>
  );
}

function Facts({ order }: { order: Order }) {
  const { caller } = useSession();
  const { payment, shippingAddress: to, currency } = order;
  const lines = [
    to.name,
    to.line1,
    to.line2,
    [to.postalCode, to.city].filter(Boolean).join(' '),
    to.region,
    to.country,
  ];
  return (
    <div className="panel">
      <p className="card-head">
        <Status status={order.status} />
        {order.needsAttention && <span className="badge bad">Needs attention</span>}
        <strong>{money(order.total, currency)}</strong>
        <span>{order.storefront}</span>
        {caller.temporalUi && (
          <a href={`${caller.temporalUi}/order-${order.id}`} target="_blank" rel="noreferrer">
            Workflow in Temporal (new tab)
          </a>
        )}
      </p>
      <dl className="facts">
        <Fact name="Placed">
          <Time at={order.createdAt} />
        </Fact>
        <Fact name="Changed">
          <Time at={order.updatedAt} />, version {order.version}
        </Fact>
        <Fact name="Customer">{order.customerId ?? order.email}</Fact>
        <Fact name="Reference">{order.reference ?? 'none'}</Fact>
        <Fact name="Payment">
          {words(payment.status)}: {money(payment.authorized, currency)} authorized, {money(payment.captured, currency)}{' '}
          captured, {money(payment.refunded, currency)} refunded
        </Fact>
        <Fact name="Ships to">{lines.filter(Boolean).join(', ')}</Fact>
        {order.cancelReason && (
          <Fact name="Canceled">
            {words(order.cancelReason)}
            {order.cancelNote && `: ${order.cancelNote}`}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What waits for somebody, and what can be done. */
function ToDo({ order }: { order: Order }) {
  const { api, may } = useSession();
  const ask = useAsk();
  const canHold = may('holds:write') && HOLDABLE.includes(order.status);
  const canCancel = may('orders:change') && CANCELABLE.includes(order.status);
  return (
    <>
      {order.attention.length > 0 && (
        <section className="panel stack" aria-labelledby="attention">
          <h2 id="attention">Needs attention</h2>
          <AttentionSteps order={order} />
        </section>
      )}
      {order.status === 'ON_HOLD' && (
        <section className="panel stack" aria-labelledby="hold">
          <h2 id="hold">Hold</h2>
          <HoldPanel order={order} />
        </section>
      )}
      {order.returns.length > 0 && (
        <section className="panel stack" aria-labelledby="returns">
          <h2 id="returns">Returns</h2>
          {order.returns.map((sentBack) => (
            <ReturnPanel key={sentBack.id} order={order} sentBack={sentBack} />
          ))}
        </section>
      )}
      {(canHold || canCancel) && (
        <div className="actions">
          {canHold && (
            <button type="button" onClick={() => ask(holding(api, order))}>
              Hold
            </button>
          )}
          {canCancel && (
            <button type="button" className="danger" onClick={() => ask(canceling(api, order))}>
              Cancel the order
            </button>
          )}
        </div>
      )}
    </>
  );
}

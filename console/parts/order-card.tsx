import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ListedOrder } from '../api.ts';
import { money, Status, Time } from './format.tsx';

/** An order in a list of those that wait for somebody. */
export function OrderCard({ order, children }: { order: ListedOrder; children: ReactNode }) {
  return (
    <li className="panel stack">
      <div className="card-head">
        <Link href={`/orders/${order.id}`} className="id">
          {order.id}
        </Link>
        <Status status={order.status} />
        <span>{order.storefront}</span>
        <span>{money(order.total, order.currency)}</span>
        <span className="quiet">
          placed <Time at={order.createdAt} />
        </span>
      </div>
      {children}
    </li>
  );
}

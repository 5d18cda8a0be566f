import type { FormEvent } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { answered, type ListedOrder, type OrderSagaClient } from '../api.ts';
import { money, Status, Time, words } from '../parts/format.tsx';
import { typedInto } from '../parts/form.ts';
import { Listing, usePages } from '../parts/listing.tsx';
import { StorefrontField } from '../parts/storefront-field.tsx';
import { Table } from '../parts/table.tsx';
import { useSession } from '../session.tsx';

const STATUSES = [
  'PENDING',
  'ON_HOLD',
  'PROCESSING',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'CANCELING',
  'CANCELED',
] as const;
const FILTERS = ['status', 'storefront', 'reference', 'customerId'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

/** Finds an order: by its id at once, by anything else in a list. What is asked for is in the address, to be sent to others. */
export function OrdersPage() {
  const { api } = useSession();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const filter: Filter = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const pages = usePages(['orders', filter], async (cursor) => await find(api, filter, cursor), 10_000);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { id, ...asked } = typedInto(event.currentTarget);
    if (id) go(`/orders/${encodeURIComponent(id)}`);
    else setSearch(asked);
  };

  return (
    <>
      <h1>Orders</h1>
      {/* Anew for another address: fields that nobody holds show what it says. */}
      <search>
        <form key={search.toString()} className="panel filters" aria-label="Find orders" onSubmit={submit}>
          <div className="field">
            <label htmlFor="find-id">Order id</label>
            <input id="find-id" name="id" autoComplete="off" spellCheck={false} />
          </div>
          <div className="field">
            <label htmlFor="find-reference">Reference</label>
            <input id="find-reference" name="reference" defaultValue={filter.reference} autoComplete="off" />
          </div>
          <div className="field">
            <label htmlFor="find-customer">Customer id</label>
            <input id="find-customer" name="customerId" defaultValue={filter.customerId} autoComplete="off" />
          </div>
          <div className="field">
            <label htmlFor="find-status">Status</label>
            <select id="find-status" name="status" defaultValue={filter.status ?? ''}>
              <option value="">Any</option>
              {STATUSES.map((status) => (
                <option key={status} value={status}>
                  {words(status)}
                </option>
              ))}
            </select>
          </div>
          <StorefrontField value={filter.storefront} />
          <button type="submit" className="primary">
            Find
          </button>
        </form>
      </search>
      <Listing pages={pages} what="orders" empty="No order is like that.">
        {(orders) => <OrderTable orders={orders} />}
      </Listing>
    </>
  );
}

async function find(api: OrderSagaClient, { status, ...filter }: Filter, cursor: string | undefined) {
  const known = STATUSES.find((one) => one === status);
  return await answered(
    api.GET('/v1/orders', {
      params: { query: { ...filter, ...(known ? { status: known } : {}), ...(cursor ? { cursor } : {}) } },
    }),
  );
}

function OrderTable({ orders }: { orders: ListedOrder[] }) {
  return (
    <Table
      caption="Orders, newest first"
      hasHeading
      head={['Order', 'Status', 'Storefront', 'Total', 'Reference', 'Customer', 'Placed']}
      figures={[3]}
    >
      {orders.map((order) => (
        <tr key={order.id}>
          <th scope="row">
            <Link href={`/orders/${order.id}`} className="id">
              {order.id}
            </Link>
          </th>
          <td>
            <Status status={order.status} />
            {order.needsAttention && <span className="badge bad">Needs attention</span>}
          </td>
          <td>{order.storefront}</td>
          <td className="figure">{money(order.total, order.currency)}</td>
          <td>{order.reference}</td>
          <td>{order.customerId ?? order.email}</td>
          <td>
            <Time at={order.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

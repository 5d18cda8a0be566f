import type { Order } from '../api.ts';
import { money, Status, Time, words } from './format.tsx';
import { Table } from './table.tsx';

/** What was ordered, what left, and what was given back. */
export function OrderLines({ order }: { order: Order }) {
  const { currency } = order;
  const skuOf = (lineId: string) => order.lines.find(({ id }) => id === lineId)?.sku ?? lineId;
  return (
    <>
      <Table
        caption="Lines and charges"
        head={['Item', 'Quantity', 'Shipped', 'Canceled', 'Returned', 'Total']}
        figures={[1, 2, 3, 4, 5]}
      >
        {order.lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">{line.sku}</th>
            <td className="figure">{line.quantity}</td>
            <td className="figure">{line.shipped}</td>
            <td className="figure">{line.canceled}</td>
            <td className="figure">{line.returned}</td>
            <td className="figure">{money(line.total, currency)}</td>
          </tr>
        ))}
        {order.charges.map(({ type, name, amount }) => (
          <tr key={`${type} ${name}`}>
            <th scope="row">
              {name} ({type})
            </th>
            <td colSpan={4} />
            <td className="figure">{money(amount, currency)}</td>
          </tr>
        ))}
      </Table>
      {order.shipments.length > 0 && (
        <Table caption="Parcels" head={['Parcel', 'Status', 'Carrier', 'Tracking number', 'What']}>
          {order.shipments.map((parcel) => (
            <tr key={parcel.id}>
              <th scope="row">{parcel.id}</th>
              <td>
                <Status status={parcel.status} />
              </td>
              <td>{parcel.carrier}</td>
              <td>{parcel.trackingNumber}</td>
              <td>{parcel.lines.map(({ lineId, quantity }) => `${quantity} × ${skuOf(lineId)}`).join(', ')}</td>
            </tr>
          ))}
        </Table>
      )}
      {order.refunds.length > 0 && (
        <Table caption="Refunds" head={['Refund', 'Status', 'Amount', 'Reason', 'When']} figures={[2]}>
          {order.refunds.map((refund) => (
            <tr key={refund.id}>
              <th scope="row" className="id">
                {refund.id}
              </th>
              <td>{words(refund.status)}</td>
              <td className="figure">{money(refund.amount, currency)}</td>
              <td>{refund.reason}</td>
              <td>
                <Time at={refund.createdAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answered, type Schemas } from '../api.ts';
import { money, Time, words } from '../parts/format.tsx';
import { RateChart } from '../parts/rate-chart.tsx';
import { Loading, Problem } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { useSession } from '../session.tsx';

type Figures = Schemas['LiveFigures'];

const LATELY = 5;

/** How the storefronts are doing right now. */
export function LivePage() {
  const { api } = useSession();
  const { data, error } = useQuery({
    queryKey: ['live'],
    queryFn: async () => await answered(api.GET('/v1/analytics/live')),
    refetchInterval: 2000,
  });
  if (!data) {
    return (
      <>
        <h1>Live</h1>
        {error ? <Problem error={error} /> : <Loading what="the figures" />}
      </>
    );
  }
  return (
    <>
      <h1>Live</h1>
      <p className="quiet">
        {data.day} (UTC), counted <Time at={data.time} />
      </p>
      {error && <Problem error={error} />}
      <Table
        caption="Today, by storefront"
        head={['Storefront', 'Orders', 'Revenue', 'Orders a minute', 'Need attention', 'On hold', 'Open returns']}
        figures={[1, 2, 3, 4, 5, 6]}
      >
        {data.data.map((one) => (
          <tr key={one.storefront}>
            <th scope="row">
              <Link href={`/orders?storefront=${one.storefront}`}>{one.storefront}</Link>
            </th>
            <td className="figure">{one.orders}</td>
            <td className="figure">{money(one.revenue, one.currency)}</td>
            <td className="figure">{lately(one).toFixed(1)}</td>
            <td className="figure">{one.waiting.attention}</td>
            <td className="figure">{one.waiting.holds}</td>
            <td className="figure">{one.waiting.returns}</td>
          </tr>
        ))}
      </Table>
      <p className="quiet">Orders a minute: on average over the last {LATELY} minutes.</p>
      <section aria-labelledby="rate">
        <h2 id="rate">Orders a minute, the last hour</h2>
        <RateChart storefronts={data.data} />
        <details>
          <summary>The same as a table</summary>
          <Table
            caption="Orders a minute"
            head={['Minute', ...data.data.map((one) => one.storefront)]}
            figures={[1, 2, 3]}
          >
            {(data.data[0]?.perMinute ?? [])
              .map(({ minute }, index) => (
                <tr key={minute}>
                  <th scope="row">
                    <Time at={minute} />
                  </th>
                  {data.data.map((one) => (
                    <td key={one.storefront} className="figure">
                      {one.perMinute[index]?.orders}
                    </td>
                  ))}
                </tr>
              ))
              .toReversed()}
          </Table>
        </details>
      </section>
      <section aria-labelledby="by-status">
        <h2 id="by-status">Today's orders by status</h2>
        <div className="columns">
          {data.data.map((one) => (
            <Statuses key={one.storefront} figures={one} />
          ))}
        </div>
      </section>
    </>
  );
}

/** The minute that has just begun is left out. */
function lately({ perMinute }: Figures): number {
  const minutes = perMinute.slice(-LATELY - 1, -1);
  return minutes.reduce((sum, { orders }) => sum + orders, 0) / LATELY;
}

/** A table whose figures are bars, too. */
function Statuses({ figures }: { figures: Figures }) {
  const most = Math.max(1, ...figures.byStatus.map(({ orders }) => orders));
  return (
    <Table caption={`${figures.storefront}, by status`} head={['Status', 'Orders']}>
      {figures.byStatus.map(({ status, orders }) => (
        <tr key={status}>
          <th scope="row">{words(status)}</th>
          <td>
            <span className="bar">
              <span className="bar-figure">{orders}</span>
              <span className="bar-fill" style={{ width: `${(orders / most) * 100}%` }} />
            </span>
          </td>
        </tr>
      ))}
    </Table>
  );
}

import type { FormEvent } from 'react';
import { useSearchParams } from 'wouter';
import { answered, asSeen, type OrderSagaClient, type Schemas } from '../api.ts';
import { type Question, useAsk } from '../parts/asking.tsx';
import { typedInto } from '../parts/form.ts';
import { Listing, usePages } from '../parts/listing.tsx';
import { Table } from '../parts/table.tsx';
import { useSession } from '../session.tsx';

type Stock = Schemas['Inventory'];

/** What there is, by SKU. */
export function StockPage() {
  const { api, may } = useSession();
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const prefix = search.get('prefix') ?? undefined;
  const pages = usePages(
    ['stock', prefix],
    async (cursor) =>
      await answered(
        api.GET('/v1/inventory', {
          params: { query: { ...(prefix ? { prefix } : {}), ...(cursor ? { cursor } : {}) } },
        }),
      ),
    10_000,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(typedInto(event.currentTarget));
  };
  const canSet = may('inventory:write');
  return (
    <>
      <h1>Stock</h1>
      <search>
        <form key={prefix} className="panel filters" aria-label="Find stock" onSubmit={submit}>
          <div className="field">
            <label htmlFor="find-prefix">SKU begins with</label>
            <input id="find-prefix" name="prefix" defaultValue={prefix} autoComplete="off" spellCheck={false} />
          </div>
          <button type="submit" className="primary">
            Find
          </button>
        </form>
      </search>
      <Listing pages={pages} what="the stock" empty="There is no such SKU.">
        {(stock) => (
          <Table
            caption="Stock by SKU"
            hasHeading
            head={[
              'SKU',
              'On hand',
              'Reserved',
              'Available',
              'Waited for',
              'Locations',
              ...(canSet ? ['Actions'] : []),
            ]}
            figures={[1, 2, 3, 4]}
          >
            {stock.map((item) => (
              <tr key={item.sku}>
                <th scope="row">{item.sku}</th>
                <td className="figure">{item.onHand}</td>
                <td className="figure">{item.reserved}</td>
                <td className="figure">{item.available}</td>
                <td className="figure">{item.waiting}</td>
                <td>{item.locations.map(({ location, onHand }) => `${location} ${onHand}`).join(', ')}</td>
                {canSet && (
                  <td>
                    <button type="button" aria-label={`Count ${item.sku}`} onClick={() => ask(counting(api, item))}>
                      Count
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </Table>
        )}
      </Listing>
    </>
  );
}

function counting(api: OrderSagaClient, { sku, version, locations }: Stock): Question {
  const [first] = locations;
  return {
    title: `Count ${sku}`,
    text: 'What is on hand at a location, as somebody has just counted it. What orders hold stays theirs.',
    verb: 'Set on hand',
    reason: 'needed',
    fields: (
      <>
        <div className="field">
          <label htmlFor="count-location">Location</label>
          <select id="count-location" name="location" defaultValue={first?.location}>
            {locations.map(({ location, onHand }) => (
              <option key={location} value={location}>
                {location} (now {onHand})
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="count-on-hand">On hand</label>
          <input
            id="count-on-hand"
            name="onHand"
            type="number"
            inputMode="numeric"
            min={0}
            max={1_000_000_000}
            step={1}
            required
          />
        </div>
      </>
    ),
    send: async ({ reason = '', fields }) =>
      await answered(
        api.PUT('/v1/inventory/{sku}', {
          params: { path: { sku }, query: { location: fields['location'] ?? 'main' }, header: asSeen(version) },
          body: { onHand: Number(fields['onHand']), reason },
        }),
      ),
    done: `The stock of ${sku} was set`,
  };
}

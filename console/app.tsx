import { useEffect, useRef } from 'react';
import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter';
import type { Scope } from './api.ts';
import { Asking } from './parts/asking.tsx';
import { Empty } from './parts/states.tsx';
import { AttentionPage } from './pages/attention.tsx';
import { AuditPage } from './pages/audit.tsx';
import { DeadLetterPage } from './pages/dead-letter.tsx';
import { DeadLettersPage } from './pages/dead-letters.tsx';
import { HoldsPage } from './pages/holds.tsx';
import { LivePage } from './pages/live.tsx';
import { OrderPage } from './pages/order.tsx';
import { OrdersPage } from './pages/orders.tsx';
import { ReturnsPage } from './pages/returns.tsx';
import { StockPage } from './pages/stock.tsx';
import { SignedIn, useSession } from './session.tsx';

/** The pages, and what one must be allowed to see them. */
const PAGES = [
  { path: '/orders', title: 'Orders', scope: 'orders:read' },
  { path: '/attention', title: 'Attention', scope: 'orders:read' },
  { path: '/holds', title: 'Holds', scope: 'orders:read' },
  { path: '/returns', title: 'Returns', scope: 'orders:read' },
  { path: '/dead-letters', title: 'Dead letters', scope: 'dead-letters:read' },
  { path: '/stock', title: 'Stock', scope: 'inventory:read' },
  { path: '/live', title: 'Live', scope: 'analytics:read' },
  { path: '/audit', title: 'Audit', scope: 'audit:read' },
] as const satisfies { path: string; title: string; scope: Scope }[];

export function App() {
  return (
    <Router base="/console">
      <SignedIn>
        <Asking>
          <Frame />
        </Asking>
      </SignedIn>
    </Router>
  );
}

function Frame() {
  const { caller, may, signOut } = useSession();
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const pages = PAGES.filter(({ scope }) => may(scope));
  const current = pages.find(({ path }) => location === path || location.startsWith(`${path}/`));
  const before = useRef(location);

  // Whoever goes to another page by keyboard or by ear starts at its beginning.
  useEffect(() => {
    if (before.current !== location) main.current?.focus();
    before.current = location;
    document.title = `${current?.title ?? 'Console'} - Order Saga`;
  }, [location, current]);

  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top">
        <span className="brand">Order Saga</span>
        <nav aria-label="Pages">
          <ul>
            {pages.map(({ path, title }) => (
              <li key={path}>
                <Link href={path} aria-current={current?.path === path ? 'page' : undefined}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="who">
          <span>
            {caller.name}, {caller.role}
            {caller.storefront && ` of ${caller.storefront}`}
          </span>
          <button type="button" onClick={signOut}>
            Sign out
          </button>
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Switch>
          <Route path="/">{pages[0] ? <Redirect to={pages[0].path} replace /> : <Nothing />}</Route>
          <Route path="/orders" component={OrdersPage} />
          <Route path="/orders/:id">{({ id }) => <OrderPage id={id} />}</Route>
          <Route path="/attention" component={AttentionPage} />
          <Route path="/holds" component={HoldsPage} />
          <Route path="/returns" component={ReturnsPage} />
          <Route path="/dead-letters" component={DeadLettersPage} />
          <Route path="/dead-letters/:queue/:id">{({ queue, id }) => <DeadLetterPage queue={queue} id={id} />}</Route>
          <Route path="/stock" component={StockPage} />
          <Route path="/live" component={LivePage} />
          <Route path="/audit" component={AuditPage} />
          <Route>
            <h1>Not found</h1>
            <Empty>There is no such page.</Empty>
          </Route>
        </Switch>
      </main>
    </>
  );
}

function Nothing() {
  return (
    <>
      <h1>Nothing to see</h1>
      <Empty>This key may not read anything that the console shows.</Empty>
    </>
  );
}

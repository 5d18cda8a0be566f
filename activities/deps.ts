import type { Database, Db } from '../db/client.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import type { Retention } from '../domain/message-life.ts';
import type { Order } from '../domain/order.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Publisher } from '../messaging/port.ts';
import type { CustomerDirectory } from './customer-directory.ts';
import type { FraudCheck } from './fraud-check.ts';
import type { OrderWorkflows } from './order-workflows.ts';
import type { PaymentProvider } from './payment-provider.ts';

/** All that activities need of the world. Built in bin. */
export interface ActivityDeps {
  db: Db;
  customers: CustomerDirectory;
  fraud: FraudCheck;
  /** How long somebody has to look at a held order before it is canceled. */
  reviewMs: (storefront: Storefront) => number;
  payments: PaymentProvider;
  publisher: Publisher;
  /** The relays' own pool: what they read and delete does not stand before an order. */
  outbox: Database;
  /** A connection for one relay alone: its session holds the relay's slots. */
  connectFence: () => Database;
  /** Called when an order begins to wait for somebody outside: this process can take up the next one. */
  waitsOutside: (orderId: string) => void;
  /** Called after each commit that changed an order: wakes the request that waits in this process, and the relay. */
  committed: (order: Order) => void;
  /** Called after each commit that gave stock back: orders that waited for it and have it now are told. */
  stockMoved: () => Promise<void>;
  /** Aborted when the worker is asked to stop: what runs for long ends at once, and goes on elsewhere. */
  stopping: AbortSignal;
  /** Reaches other orders than the one that an activity is about. */
  orders: OrderGateway;
  workflows: OrderWorkflows;
  retention: Retention;
  /** How long after its delivery an order can come back. */
  returnWindowMs: (storefront: Storefront) => number;
}

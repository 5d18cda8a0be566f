/** What the simulated world remembers. Times are milliseconds since the epoch unless a column says otherwise. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS faults (
  target TEXT PRIMARY KEY,
  latency_ms INTEGER NOT NULL,
  error_rate REAL NOT NULL
);
-- One row: what kind of account the shop has.
CREATE TABLE IF NOT EXISTS account (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attempts (
  name TEXT PRIMARY KEY,
  count INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_order ON ledger (order_id);
CREATE TABLE IF NOT EXISTS idempotency_keys (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL
);
-- \`created\` is in seconds here, as Stripe has it.
CREATE TABLE IF NOT EXISTS payment_intents (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  customer TEXT,
  created INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  capturable INTEGER NOT NULL,
  received INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  payment_method TEXT,
  capture_method TEXT NOT NULL,
  metadata TEXT NOT NULL,
  last_error TEXT,
  canceled_at INTEGER,
  cancellation_reason TEXT
);
CREATE INDEX IF NOT EXISTS payment_intents_customer ON payment_intents (customer, seq);
-- \`created\` is in seconds here too.
CREATE TABLE IF NOT EXISTS refunds (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  payment_intent TEXT NOT NULL REFERENCES payment_intents (id),
  created INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  metadata TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS refunds_intent ON refunds (payment_intent, seq);
CREATE TABLE IF NOT EXISTS shipments (
  id TEXT PRIMARY KEY,
  booking_key TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  storefront TEXT,
  carrier TEXT NOT NULL,
  tracking_number TEXT NOT NULL,
  lines TEXT NOT NULL,
  ship_at INTEGER,
  deliver_at INTEGER,
  shipped_at INTEGER,
  delivered_at INTEGER,
  canceled_at INTEGER
);
CREATE INDEX IF NOT EXISTS shipments_order ON shipments (order_id);
CREATE INDEX IF NOT EXISTS shipments_to_ship ON shipments (ship_at)
  WHERE shipped_at IS NULL AND canceled_at IS NULL AND ship_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS shipments_to_deliver ON shipments (deliver_at)
  WHERE delivered_at IS NULL AND deliver_at IS NOT NULL;
-- The newest word on an order: what is older comes too late.
CREATE TABLE IF NOT EXISTS carrier_orders (
  order_id TEXT PRIMARY KEY,
  version INTEGER NOT NULL
);
-- A row stays until SNS has taken it: what is in here is still to be published.
CREATE TABLE IF NOT EXISTS carrier_outbox (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  shipment_id TEXT NOT NULL REFERENCES shipments (id),
  time INTEGER NOT NULL
);
`;

/** What came later to tables that may be there already: each runs once in the life of a store, in this order. */
export const UPGRADES = [
  `ALTER TABLE idempotency_keys ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
   UPDATE idempotency_keys SET created = unixepoch() * 1000;`,
  // What was authorized before can be captured for ever, and once.
  `ALTER TABLE payment_intents ADD COLUMN multicapture TEXT NOT NULL DEFAULT 'unavailable';
   ALTER TABLE payment_intents ADD COLUMN capture_before INTEGER;
   ALTER TABLE payment_intents ADD COLUMN captures INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE payment_intents ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE payment_intents ADD COLUMN setup_future_usage TEXT;
   CREATE INDEX payment_intents_held ON payment_intents (capture_before) WHERE status = 'requires_capture';`,
];

CREATE TABLE "backorders" (
	"order_id" text NOT NULL,
	"sku" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "backorders_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"waiting" integer NOT NULL,
	"allocated" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "backorders_order_id_sku_seq_pk" PRIMARY KEY("order_id","sku","seq"),
	CONSTRAINT "backorders_waiting" CHECK ("backorders"."waiting" >= 0)
);
--> statement-breakpoint
CREATE TABLE "reconciliation_findings" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"detail" text NOT NULL,
	"first_seen" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"found_at" timestamp (3) with time zone,
	"last_seen" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "reconciliation_findings_kind" CHECK ("reconciliation_findings"."kind" in ('order_not_its_events', 'workflow_missing', 'reservation', 'reserved_sum', 'payment', 'not_captured', 'not_given_back', 'told_late'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation_progress" (
	"name" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_kind";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "authorizations" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "waived" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunds" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "returns" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "backorders" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "hold" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "edit" jsonb;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "attention" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "delivered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "kind" text DEFAULT 'authorize' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "number" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "final" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "captured_before" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "refund_id" text;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD COLUMN "backorder" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "backorders" ADD CONSTRAINT "backorders_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backorders_queue" ON "backorders" USING btree ("sku","seq") WHERE "backorders"."waiting" > 0;--> statement-breakpoint
CREATE INDEX "backorders_to_tell" ON "backorders" USING btree ("order_id") WHERE "backorders"."allocated" <> '[]';--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_findings_open" ON "reconciliation_findings" USING btree ("subject","kind") WHERE "reconciliation_findings"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "order_events_later" ON "order_events" USING btree ("time") WHERE "order_events"."version" > 3;--> statement-breakpoint
CREATE INDEX "orders_attention" ON "orders" USING btree ("created_at","id") WHERE "orders"."needs_attention";--> statement-breakpoint
CREATE INDEX "payments_later" ON "payments" USING btree ("order_id") WHERE "payments"."kind" <> 'authorize' or "payments"."number" > 1;--> statement-breakpoint
-- Orders that are there become what the fold of their events is from now on.
UPDATE "orders" o SET
  "authorizations" = jsonb_build_array(jsonb_build_object(
    'number', 1,
    'amount', (e.data->>'authorized')::bigint,
    'captured', o.captured,
    'captures', CASE WHEN o.captured > 0 THEN 1 ELSE 0 END,
    'released', CASE WHEN v.is_voided THEN (e.data->>'authorized')::bigint ELSE (e.data->>'authorized')::bigint - o.captured - o.authorized END,
    'refunded', 0,
    'authorizedAt', to_char(e.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'captureBefore', NULL,
    'multicapture', false)),
  -- A void that found nothing any more left the sum as it was; the fold of it holds nothing.
  "payment_status" = CASE WHEN v.is_voided THEN 'voided' ELSE o.payment_status END,
  "authorized" = CASE WHEN v.is_voided THEN 0 ELSE o.authorized END
FROM "order_events" e, LATERAL (
  SELECT EXISTS (SELECT FROM "order_events" w WHERE w.order_id = e.order_id AND w.type = 'payment.voided') AS is_voided) v
WHERE e.order_id = o.id AND e.type = 'order.confirmed' AND (e.data->>'authorized')::bigint > 0;--> statement-breakpoint
-- A capture that was under way could still come after its skip.
UPDATE "orders" o SET "waived" = o.total - coalesce((
  SELECT sum((c.data->>'amount')::bigint) FROM "order_events" c
  WHERE c.order_id = o.id AND c.type = 'payment.captured' AND c.version < e.version), 0)
FROM "order_events" e
WHERE e.order_id = o.id AND e.type = 'capture.skipped';--> statement-breakpoint
UPDATE "orders" o SET "delivered_at" = e.time
FROM "order_events" e
WHERE e.order_id = o.id AND e.type = 'order.delivered';--> statement-breakpoint
UPDATE "orders" o SET "attention" = (
  SELECT jsonb_agg(jsonb_build_object('step', step, 'error', error, 'since', since) ORDER BY version) FROM (
    SELECT DISTINCT ON (s.step) s.step, e.version,
      coalesce(e.data->>'error', 'a payment was found open') AS error,
      to_char(e.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
    FROM jsonb_array_elements_text(o.failed_compensations) s(step)
    JOIN "order_events" e ON e.order_id = o.id AND (
      (e.type = 'compensation.failed' AND e.data->>'step' = s.step)
      OR (e.type = 'capture.failed' AND s.step = 'capture')
      OR (e.type = 'payment.left_open' AND s.step = 'payment'))
    ORDER BY s.step, e.version DESC) found)
WHERE o.failed_compensations <> '[]';--> statement-breakpoint
UPDATE "payments" SET "kind" = 'capture', "final" = true WHERE "key" LIKE '%:capture:%';--> statement-breakpoint
ALTER TABLE "orders" DROP COLUMN "failed_compensations";--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" in ('counted', 'received', 'damaged', 'shipped', 'returned'));
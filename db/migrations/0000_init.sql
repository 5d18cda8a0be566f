CREATE TABLE "idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"order_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"consumer" text NOT NULL,
	"event_id" text NOT NULL,
	"handled_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_event_id_pk" PRIMARY KEY("consumer","event_id")
);
--> statement-breakpoint
CREATE TABLE "inventory" (
	"sku" text NOT NULL,
	"location" text NOT NULL,
	"on_hand" integer NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "inventory_sku_location_pk" PRIMARY KEY("sku","location"),
	CONSTRAINT "inventory_never_negative" CHECK ("inventory"."reserved" >= 0 and "inventory"."on_hand" >= "inventory"."reserved")
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"order_id" text NOT NULL,
	"version" integer NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"source_event_id" text,
	CONSTRAINT "order_events_order_id_version_pk" PRIMARY KEY("order_id","version"),
	CONSTRAINT "order_events_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"sku" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price" bigint,
	"total" bigint NOT NULL,
	"shipped" integer NOT NULL,
	"canceled" integer NOT NULL,
	"returned" integer NOT NULL,
	CONSTRAINT "order_lines_order_id_id_pk" PRIMARY KEY("order_id","id"),
	CONSTRAINT "order_lines_units" CHECK ("order_lines"."shipped" + "order_lines"."canceled" <= "order_lines"."quantity" and "order_lines"."returned" <= "order_lines"."shipped")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" text PRIMARY KEY NOT NULL,
	"storefront" text NOT NULL,
	"status" text NOT NULL,
	"version" integer NOT NULL,
	"public_sequence" integer NOT NULL,
	"customer_id" text,
	"email" text,
	"locale" text,
	"reference" text,
	"currency" text NOT NULL,
	"charges" jsonb NOT NULL,
	"total" bigint NOT NULL,
	"payment_status" text NOT NULL,
	"authorized" bigint NOT NULL,
	"captured" bigint NOT NULL,
	"refunded" bigint NOT NULL,
	"shipping_address" jsonb NOT NULL,
	"billing_address" jsonb,
	"early_deliveries" jsonb NOT NULL,
	"open_compensations" jsonb NOT NULL,
	"failed_compensations" jsonb NOT NULL,
	"needs_attention" boolean NOT NULL,
	"payment_uncertain" boolean NOT NULL,
	"cancel_reason" text,
	"cancel_note" text,
	"cancel_details" jsonb,
	"metadata" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "orders_status" CHECK ("orders"."status" in ('PENDING', 'ON_HOLD', 'PROCESSING', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'CANCELING', 'CANCELED')),
	CONSTRAINT "orders_total" CHECK ("orders"."total" >= 0)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"order_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"partition" integer NOT NULL,
	"event_type" text NOT NULL,
	"storefront" text NOT NULL,
	"message" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outbox_order_id_sequence_pk" PRIMARY KEY("order_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"key" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"customer_id" text,
	"status" text NOT NULL,
	"intent_id" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"order_id" text NOT NULL,
	"sku" text NOT NULL,
	"location" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "reservations_order_id_sku_location_pk" PRIMARY KEY("order_id","sku","location"),
	CONSTRAINT "reservations_quantity" CHECK ("reservations"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"order_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"status" text NOT NULL,
	"carrier" text,
	"tracking_number" text,
	"lines" jsonb NOT NULL,
	CONSTRAINT "shipments_order_id_id_pk" PRIMARY KEY("order_id","id")
);
--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "order_events_source" ON "order_events" USING btree ("order_id","source_event_id");--> statement-breakpoint
CREATE INDEX "orders_newest" ON "orders" USING btree ("storefront","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "orders_reference" ON "orders" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "orders_undecided" ON "orders" USING btree ("updated_at") WHERE "orders"."status" in ('PENDING', 'CANCELING');--> statement-breakpoint
CREATE INDEX "outbox_oldest" ON "outbox" USING btree ("partition","created_at","order_id");--> statement-breakpoint
CREATE INDEX "payments_order" ON "payments" USING btree ("order_id");
CREATE TABLE "audit_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"role" text NOT NULL,
	"storefront" text,
	"operation" text NOT NULL,
	"path" text NOT NULL,
	"order_id" text,
	"reason" text,
	"details" jsonb NOT NULL,
	"request_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"status" integer,
	"code" text
);
--> statement-breakpoint
CREATE INDEX "audit_entries_created" ON "audit_entries" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_order" ON "audit_entries" USING btree ("order_id","created_at","id") WHERE "audit_entries"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_open_returns" ON "orders" USING btree ("created_at","id") WHERE "orders"."returns" @> '[{"status":"REQUESTED"}]' or "orders"."returns" @> '[{"status":"APPROVED"}]';
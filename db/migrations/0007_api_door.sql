CREATE TABLE "api_keys" (
	"prefix" text PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"scopes" jsonb,
	"storefront" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_role" CHECK ("api_keys"."role" in ('checkout', 'support', 'operator', 'carrier', 'service'))
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "answer" jsonb;--> statement-breakpoint
CREATE INDEX "api_keys_name" ON "api_keys" USING btree ("name");--> statement-breakpoint
CREATE INDEX "orders_metadata" ON "orders" USING gin ("metadata" jsonb_path_ops) WHERE "orders"."metadata" <> '{}';
CREATE TABLE "stock_levels" (
	"sku" text PRIMARY KEY NOT NULL,
	"threshold" integer,
	"low" boolean DEFAULT false NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock_movements" (
	"id" text PRIMARY KEY NOT NULL,
	"sku" text NOT NULL,
	"location" text NOT NULL,
	"kind" text NOT NULL,
	"quantity" integer NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stock_movements_kind" CHECK ("stock_movements"."kind" in ('counted', 'received', 'damaged', 'shipped')),
	CONSTRAINT "stock_movements_quantity" CHECK ("stock_movements"."quantity" >= 0)
);
--> statement-breakpoint
ALTER TABLE "inventory" ADD COLUMN "short" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "stock_movements_since" ON "stock_movements" USING btree ("sku","location","time");--> statement-breakpoint
ALTER TABLE "inventory" ADD CONSTRAINT "inventory_short" CHECK ("inventory"."short" = 0 or ("inventory"."short" > 0 and "inventory"."on_hand" = "inventory"."reserved"));
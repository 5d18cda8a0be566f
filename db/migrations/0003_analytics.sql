CREATE TABLE "analytics_lines" (
	"order_id" text NOT NULL,
	"sku" text NOT NULL,
	"units" integer NOT NULL,
	"revenue" bigint NOT NULL,
	CONSTRAINT "analytics_lines_order_id_sku_pk" PRIMARY KEY("order_id","sku")
);
--> statement-breakpoint
CREATE TABLE "analytics_orders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"storefront" text NOT NULL,
	"day" date NOT NULL,
	"currency" text NOT NULL,
	"total" bigint NOT NULL,
	"sequence" integer NOT NULL,
	"was_confirmed" boolean NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"shipped_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"canceled_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "analytics_lines" ADD CONSTRAINT "analytics_lines_order_id_analytics_orders_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."analytics_orders"("order_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "analytics_orders_day" ON "analytics_orders" USING btree ("storefront","day");
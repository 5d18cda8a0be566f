CREATE TABLE "erasures" (
	"id" text PRIMARY KEY NOT NULL,
	"proof" text NOT NULL,
	"ring_key" text NOT NULL,
	"by" text NOT NULL,
	"order_ids" jsonb NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "order_keys" (
	"order_id" text PRIMARY KEY NOT NULL,
	"ring_key" text NOT NULL,
	"wrapped" text
);
--> statement-breakpoint
CREATE TABLE "ring_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);

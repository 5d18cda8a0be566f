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
CREATE UNIQUE INDEX "reconciliation_findings_open" ON "reconciliation_findings" USING btree ("subject","kind") WHERE "reconciliation_findings"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "order_events_later" ON "order_events" USING btree ("time") WHERE "order_events"."version" > 3;--> statement-breakpoint
CREATE INDEX "orders_attention" ON "orders" USING btree ("created_at","id") WHERE "orders"."needs_attention";
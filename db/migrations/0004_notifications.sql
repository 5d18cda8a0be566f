CREATE TABLE "notifications" (
	"event_id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"template" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "notifications_state" CHECK ("notifications"."state" in ('claimed', 'sent', 'refused', 'unknown'))
);
--> statement-breakpoint
CREATE INDEX "notifications_not_sent" ON "notifications" USING btree ("claimed_at") WHERE "notifications"."state" <> 'sent';
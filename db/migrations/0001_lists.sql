ALTER TABLE "order_events" DROP CONSTRAINT "order_events_id_unique";--> statement-breakpoint
DROP INDEX "orders_newest";--> statement-breakpoint
DROP INDEX "orders_undecided";--> statement-breakpoint
DROP INDEX "outbox_oldest";--> statement-breakpoint
DROP INDEX "payments_order";--> statement-breakpoint
DROP INDEX "order_events_source";--> statement-breakpoint
DROP INDEX "orders_customer";--> statement-breakpoint
DROP INDEX "orders_reference";--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("storefront","status","created_at","id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("available_at","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_events_source" ON "order_events" USING btree ("order_id","source_event_id") WHERE "order_events"."source_event_id" is not null;--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree (date_trunc('month', "created_at" at time zone 'UTC'),"customer_id","created_at","id") WHERE "orders"."customer_id" is not null;--> statement-breakpoint
CREATE INDEX "orders_reference" ON "orders" USING btree (date_trunc('month', "created_at" at time zone 'UTC'),"reference","created_at","id") WHERE "orders"."reference" is not null;--> statement-breakpoint
-- Written by hand, as drizzle-kit knows no settings of tables.
-- Stock is counted in place: each order changes the row of each of its SKUs. A tenth of every page left free, from the first
-- order on, keeps those changes on their page (HOT), where the next one clears away what is dead and no index hears of it.
-- More room than that is no use: below a tenth free, a page is cleared at every change.
ALTER TABLE "inventory" SET (fillfactor = 90);--> statement-breakpoint
-- Each order leaves dead entries where new orders stand in orders_state: vacuumed after every twentieth of the table instead
-- of every fifth, as whoever lists or looks for new orders walks past them.
ALTER TABLE "orders" SET (autovacuum_vacuum_scale_factor = 0.05);--> statement-breakpoint
-- A queue: whatever its length, what was published lies in front of what comes next. And its file keeps its size, as to cut
-- it off takes a lock that every order would wait for.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, vacuum_truncate = off);

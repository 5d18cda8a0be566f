CREATE INDEX "inbox_handled" ON "inbox" USING btree ("handled_at");--> statement-breakpoint
CREATE INDEX "notifications_claimed" ON "notifications" USING btree ("claimed_at");
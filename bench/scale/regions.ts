/** The part of the page about several regions: nothing in it is computed. */
export const REGIONS = `## Several regions

Built: one region, two zones. \`infra/\` makes Aurora with a writer in one zone and a reader in another, tasks and queues over zones, and a namespace of Temporal Cloud. No order is in two regions, and nothing of a second region was ever run.

**A storefront has a home.** Everything of an order happens in its storefront's region: database, namespace, topics, queues, keys. A second region is a second shop (\`infra/stages.ts\`, another account or region) with other storefronts, and not a second door to the same orders. This needs no new code but a front that knows who is at home where (a host name for each storefront), and it is also the way past one writer. What crosses regions is stock: a location belongs to one region, as a SKU's row has one writer. What several regions sell is divided among them by locations, and moved as a warehouse moves it.

**Ids.** Orders have ULIDs: made anywhere, the same nowhere. A home that has to be read off the id without a look would need a letter of its own in it; it is not there, and the host name says it. Sequences of events count per order, so nobody counts across regions.

**What may be lost: nothing decided.** An order is decided when its confirming commit is in (DESIGN.md §4), and the payment service has its authorization by then. So it takes that the commit outlives whatever is lost:

| what is lost | what it takes | is it true of what is built |
| --- | --- | --- |
| a process, a task | the commit, and Temporal's history | yes: rehearsed with \`kill -9\` (bench/NOTES.md, 200 kills) |
| a zone | a commit that is in several zones before it is answered. Aurora writes six copies in three zones and waits for four, so its reader takes over with nothing lost. Of one's own: \`synchronous_standby_names\` with a standby in another zone, and \`synchronous_commit = on\` | by Aurora's construction yes, never tried here. The claim of an Idempotency-Key commits with \`synchronous_commit = off\` (docs/architecture.md): a lost one had no order yet |
| Temporal's zone | Temporal Cloud: RPO zero for a zone (docs.temporal.io/cloud/rpo-rto) | by their word |
| a region | a commit that waits for another region. Aurora Global Database does **not**: it copies after the commit, by a second or so when all is well, and what was not yet copied is gone (\`rds.global_db_rpo\` can make commits wait once the copy is too far behind: a bound, not zero). Postgres of one's own with \`synchronous_standby_names\` naming a standby in the other region loses nothing; every commit then waits for the way there and back, 50 to 100 ms (laniakeaconsult.com, Aurora Global Database RPO), twice an order: reserve and confirm | **no**. Nothing is copied anywhere but backups, which are in the same region |
| Temporal's region | multi-region replication is asynchronous: RPO under a minute, RTO under 20 minutes (docs.temporal.io/cloud/rpo-rto). It may come back **older** than the database | **no**, one region. It would do no harm: each step reads the order first, \`reconcile-orders\` starts what is missing from Postgres, so Temporal may lose everything and no decision is lost |
| SNS and SQS of a region | events that are published and not yet read. The database has what was told (\`order_events\`), the outbox what was not | what lay in queues is gone with its region: consumers are brought to the orders as they stand, \`analytics rebuild\` for the figures; other services by \`GET /v1/orders/export\` |
| keys (KMS) | a multi-region key, as the ring (\`ring_keys\`) is wrapped by it. Without it the other region has rows and histories that nobody can open | **no**: the key is of one region |

So "nothing decided is lost" is true for a process and for a zone; for a region it is not, and with Aurora Global it would not be either. Two ways to make it so, neither built: a synchronous standby in a region near by, for which every order waits twice; or Aurora Global with a second place that says who was decided: the payment service's books have every authorization by its order's id, and \`npm run ops -- restored\` names what they have and the database has not (runbook [a region lost](runbooks/region-lost.md)). With that the window is a second of orders, each of which is known by name, given back, and told of: nothing is lost silently, and nobody pays for what is not there.

**Failover is a person's decision**, as both regions at once would be two writers of one order: the lost one is fenced first (its tasks at 0, its database's writer stopped or its security group closed), then the other promoted.`;

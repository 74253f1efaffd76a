//! What people type, and what has to be among the first three things that are found in the built-in pack.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::sync::LazyLock;

use serde_json::Value as Json;
use waypost::advice::search::Index;
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use desk::{Desk, STOCK};
use place::spelled;

#[path = "command_line/desk.rs"]
#[allow(dead_code, reason = "what the other tests of the command line need")]
mod desk;
#[path = "search/place.rs"]
mod place;

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(&open_pack(&PackPlaces::default()).unwrap()));

/// Holds queries against the first three places that each finds: one of those named must be among them.
#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    let missed: Vec<String> = table.iter().filter_map(|(query, expected)| missed(query, expected)).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

fn missed(query: &str, expected: &[&str]) -> Option<String> {
    let hits = INDEX.find(query, 3);
    let met = hits.iter().any(|hit| expected.contains(&spelled(&hit.place).as_str()));
    let first = hits.iter().map(|hit| format!("  {} | {} | {}", spelled(&hit.place), hit.title, hit.line));
    (!met).then(|| format!("{query}: none of {expected:?} in\n{}", first.collect::<Vec<_>>().join("\n")))
}

#[test]
fn worries_lead_to_what_is_about_them() {
    check(&[
        ("double charge", &["read failure-patterns#idempotency-keys", "question api not-twice"]),
        ("we got hacked keys in git", &["outcome security contain-leak", "read security#secrets"]),
        ("add column without downtime", &["read schema-design#expand-and-contract"]),
        (
            "two requests at the same time overwrite each other",
            &["question consistency conflicting-writers", "read consistency#lost-updates"],
        ),
        ("messages arrive twice", &["outcome api webhooks", "read api-design#webhooks", "read messaging#delivery-semantics"]),
        ("deploy broke the api for mobile clients", &["read schema-design#expand-and-contract", "read api-design#versioning"]),
        ("everyone hits the database when the cache expires", &["read caching#stampedes"]),
        ("dashboards are green but users complain", &["read observability#histograms-and-percentiles"]),
        ("one row is updated by everybody", &["question consistency row-busy", "read consistency#quotas-and-escrow"]),
        ("how do I rename a column", &["read schema-design#expand-and-contract"]),
        ("how do we page through a long list", &["question api lists", "read api-design#pagination"]),
        ("too many connections", &["read performance#connection-pools"]),
        ("two services must agree", &["question consistency one-database"]),
        ("which database should I choose", &["read schema-design#choosing-a-store"]),
        ("should I use graphql", &["tree api", "outcome api graphql"]),
        ("monolith or microservices", &["question scaling split-reasons", "mistake microservices-too-early"]),
        ("friends of friends", &["outcome schema graph"]),
        ("live updates in the browser", &["outcome api server-sent-events"]),
        ("counter is slow", &["outcome consistency append-and-sum", "question schema write-kind", "outcome schema hot-rows"]),
        ("passwords in the database", &["read security#passwords-and-second-factors"]),
        ("secret leaked", &["read security#secrets"]),
    ]);
}

#[test]
fn what_is_heard_most_leads_to_its_answer() {
    check(&[
        (
            "the nightly report locks the table",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "outcome schema column-store"],
        ),
        ("my edit is gone when I reload", &["question api edits", "tree consistency", "read consistency#read-your-writes"]),
        ("the queue grows all weekend", &["outcome messaging scale-workers", "read messaging#back-pressure", "mistake unbounded-queue"]),
        (
            "one big customer slows everybody",
            &["question schema tenant-isolation", "also schema noise-one-server", "read failure-patterns#bulkheads"],
        ),
        (
            "is it the network or the database",
            &["read performance#order-of-work", "read observability#traces-and-context", "read scalable-systems#find-the-bottleneck"],
        ),
        ("page takes forever", &["read performance#order-of-work", "mistake n-plus-one", "read performance#n-plus-one"]),
        ("who may see this record", &["read security#authorisation", "term BOLA"]),
        ("on call gets paged at night for nothing", &["read observability#burn-rate-alerts", "read observability#alerts-worth-a-page"]),
        ("the cache is stale", &["read caching#invalidation", "mistake cache-without-invalidation"]),
        ("stale read", &["read consistency#read-your-writes", "question consistency staleness", "question scaling staleness"]),
        (
            "delete a customers data",
            &["question schema after-delete", "read schema-design#deletes-and-history", "also schema erasure-rows"],
        ),
        (
            "search box over products",
            &["question schema search-needs", "outcome schema search-in-database", "read schema-design#full-text-search"],
        ),
        ("upload big files", &["outcome api bulk-job", "read api-design#long-work-and-bulk", "read performance#async-work"]),
        (
            "money goes missing",
            &["read consistency#lost-updates", "read consistency#reconciliation", "mistake distributed-transaction-by-hope"],
        ),
        (
            "noisy neighbour",
            &[
                "outcome scaling limit-tenants",
                "question scaling tenant-noise",
                "read schema-design#multi-tenancy",
                "question schema tenant-isolation",
            ],
        ),
        (
            "the customer saw an old price",
            &[
                "question caching change-known",
                "question consistency copies",
                "question consistency staleness",
                "read caching#invalidation",
            ],
        ),
        ("deploy broke the client", &["read api-design#versioning", "question api callers"]),
        (
            "two people edit the same row",
            &["read consistency#lost-updates", "outcome consistency optimistic-version", "question api edits"],
        ),
        (
            "we charged the card twice",
            &["read failure-patterns#idempotency-keys", "question api not-twice", "outcome consistency idempotent-retry"],
        ),
        ("the job ran twice", &["outcome consistency fenced-lock", "read consistency#fencing-tokens", "question scaling in-process-state"]),
        (
            "it works on my machine but times out in production",
            &["mistake query-without-index", "read performance#slow-queries", "read failure-patterns#timeouts-and-deadlines"],
        ),
        (
            "everything is slow on Monday morning",
            &[
                "question performance clock-what",
                "read performance#order-of-work",
                "read scalable-systems#find-the-bottleneck",
                "question scaling load-doubles",
            ],
        ),
        (
            "the disk is full",
            &["read performance#the-four-resources", "question scaling data-size", "outcome consistency change-data-capture"],
        ),
        ("we cannot roll back", &["mistake destructive-migration", "question schema live-change", "read schema-design#migrations"]),
        (
            "the API returns different data on each page",
            &["read api-design#pagination", "question api lists", "mistake offset-paging-of-large-data"],
        ),
    ]);
}

#[test]
fn complaints_about_load_and_speed() {
    check(&[
        (
            "the site goes down during the TV ad",
            &["question scaling load-doubles", "outcome scaling headroom-and-shedding", "read failure-patterns#load-shedding"],
        ),
        (
            "people have to log in again after every release",
            &["question scaling in-process-state", "read scalable-systems#stateless-services", "mistake sticky-in-process-state"],
        ),
        (
            "new machines come up too late when traffic jumps",
            &["outcome scaling headroom-and-shedding", "read scalable-systems#autoscaling", "question scaling load-doubles"],
        ),
        (
            "should we move to kubernetes to scale",
            &["outcome scaling stateless-services", "outcome scaling autoscale", "read scalable-systems#stateless-services"],
        ),
        (
            "generating a PDF blocks the request",
            &["question scaling slow-work", "read scalable-systems#deferred-work", "outcome scaling queue-the-work"],
        ),
        ("the monolith takes an hour to deploy", &["question scaling split-reasons", "read scalable-systems#splitting-services"]),
        (
            "our teams step on each other in one repo",
            &["question scaling split-reasons", "read scalable-systems#splitting-services", "mistake microservices-too-early"],
        ),
        ("one post went viral and the database melted", &["outcome scaling cure-hot-keys", "read scalable-systems#hot-keys"]),
        (
            "running out of database connections",
            &[
                "read performance#connection-pools",
                "question scaling connections",
                "read scalable-systems#connections-when-the-fleet-grows",
            ],
        ),
        ("the shard is full", &["read scalable-systems#resharding"]),
        ("query got slow overnight", &["read performance#slow-queries", "read schema-design#indexes", "mistake query-without-index"]),
        (
            "cpu of the database is at 100 percent",
            &["mistake query-without-index", "read performance#slow-queries", "read performance#the-four-resources"],
        ),
        (
            "deadlock in the log",
            &["read performance#locks-and-waiting", "outcome performance cut-lock-waits", "read consistency#locks-in-the-database"],
        ),
        (
            "autovacuum cannot keep up",
            &["outcome performance tame-dead-rows", "question schema data-size", "question schema write-kind", "outcome schema hot-rows"],
        ),
        (
            "the process gets killed out of memory",
            &[
                "outcome performance calm-the-memory",
                "question performance memory-kind",
                "read performance#profiling",
                "read performance#the-four-resources",
            ],
        ),
        (
            "third party API is slow",
            &[
                "read performance#external-dependencies",
                "read failure-patterns#circuit-breakers",
                "read failure-patterns#timeouts-and-deadlines",
            ],
        ),
        ("only a few requests are very slow", &["read failure-patterns#hedged-requests", "read observability#histograms-and-percentiles"]),
        (
            "users see yesterday's prices",
            &["read caching#invalidation", "question consistency copies", "mistake cache-without-invalidation"],
        ),
        (
            "redis went down and took us with it",
            &["outcome scaling cache-in-front", "read caching#stampedes", "mistake cache-without-invalidation"],
        ),
        ("redis memory is full", &["read caching#memory-and-eviction"]),
        (
            "another customer's page was shown",
            &["read api-design#caching-and-conditional-requests", "read caching#http-caching", "read security#authorisation"],
        ),
        ("is a cache worth it here", &["read caching#whether-to-cache"]),
    ]);
}

#[test]
fn complaints_about_messages_and_interfaces() {
    check(&[
        ("a poison message stops the whole queue", &["read messaging#dead-letters", "term Poison message"]),
        ("consumer lag keeps rising", &["read messaging#back-pressure", "mistake unbounded-queue", "term Consumer group"]),
        (
            "we lost messages when the broker restarted",
            &[
                "question messaging gap-where",
                "question messaging what-wrong",
                "read messaging#delivery-semantics",
                "read messaging#retention-and-replay",
            ],
        ),
        ("how do we replay old events", &["read messaging#retention-and-replay"]),
        ("somebody changed the event format and the consumer died", &["read messaging#payloads"]),
        (
            "orders are saved but the event is never published",
            &["outcome consistency outbox", "read consistency#transactional-outbox", "mistake dual-write"],
        ),
        ("the export endpoint times out", &["question api work-time", "outcome api async-rest", "outcome scaling reports-elsewhere"]),
        ("we get 429 from our own api", &["question api items-per-call", "read api-design#rate-limiting"]),
        ("how do we switch off v1", &["also api version-path", "read api-design#versioning"]),
        ("stack trace in the response", &["read api-design#errors", "read security#input-validation"]),
        ("mobile app loads too much", &["question api clients", "outcome api shaped-rest", "outcome api bff"]),
        ("partner says our webhook never came", &["outcome api webhooks", "read api-design#webhooks", "question api missed"]),
        (
            "how do I push updates to the browser",
            &["outcome api server-sent-events", "read api-design#websockets-and-server-sent-events", "outcome api websockets"],
        ),
        ("user clicked submit twice", &["read failure-patterns#idempotency-keys", "question api not-twice", "read api-design#idempotency"]),
        ("grpc does not balance across pods", &["question api call-path", "outcome api grpc", "read api-design#grpc-conventions"]),
    ]);
}

#[test]
fn complaints_about_data() {
    check(&[
        (
            "we sold more than we had in stock",
            &["outcome consistency conditional-update", "outcome consistency escrow-quota", "read consistency#reservations"],
        ),
        (
            "two guests booked the same room",
            &["outcome consistency constraint-guard", "question consistency rule-guard", "question consistency invariant"],
        ),
        (
            "I saved it but it is not in the list",
            &["question consistency staleness", "read consistency#read-your-writes", "outcome consistency read-routing"],
        ),
        (
            "the two systems show different numbers",
            &["read consistency#reconciliation", "outcome consistency reconcile-job", "mistake dual-write"],
        ),
        ("order is stuck halfway", &["question consistency saga-size", "outcome consistency saga-orchestration", "read consistency#sagas"]),
        ("duplicate accounts with the same email", &["outcome consistency constraint-guard", "read consistency#constraints-before-code"]),
        (
            "both data centers accepted the write",
            &["outcome consistency accept-and-reconcile", "read consistency#when-a-partition-comes", "term Split brain"],
        ),
        (
            "search does not show what I just created",
            &["question consistency copies", "outcome schema search-engine", "read consistency#reconciliation"],
        ),
        ("race condition between two requests", &["question consistency invariant", "read consistency#lost-updates"]),
        ("approval takes a week", &["outcome consistency durable-workflow", "question consistency saga-time"]),
        (
            "alter table locks everything",
            &["read schema-design#migrations", "question schema live-change", "mistake destructive-migration"],
        ),
        ("rename a table while people use it", &["read schema-design#expand-and-contract", "question schema live-change"]),
        ("migration runs for hours", &["read schema-design#migrations", "question schema live-change", "mistake destructive-migration"]),
        (
            "every customer wants other fields",
            &["question schema what-varies", "outcome schema json-column", "mistake entity-attribute-value"],
        ),
        ("uuid or serial", &["read schema-design#keys", "also schema keys-bigint", "also schema keys-uuidv7"]),
        ("rounding errors in invoices", &["mistake float-money", "read schema-design#money-time-and-enums"]),
        (
            "how to keep three months of data only",
            &["question schema retention", "read schema-design#partitions", "also schema partition-by-age"],
        ),
        (
            "who changed this value",
            &["question schema after-delete", "read schema-design#deletes-and-history", "also schema history-audit"],
        ),
        (
            "comments nested under comments",
            &["outcome schema recursive-sql", "read schema-design#graphs-in-sql", "option schema link-shape hierarchy"],
        ),
        (
            "the same address is stored in many places",
            &["read schema-design#normal-forms", "outcome schema normalised-indexed", "question schema across-documents"],
        ),
        (
            "customer A can see data of customer B",
            &["question schema tenant-isolation", "read schema-design#multi-tenancy", "read security#authorisation"],
        ),
        (
            "a database per customer",
            &["question schema tenant-isolation", "also schema tenancy-database", "read schema-design#multi-tenancy"],
        ),
        ("restore just one tenant", &["question schema tenant-isolation", "read schema-design#multi-tenancy"]),
        (
            "our largest client outgrew the shared database",
            &["question schema tenant-isolation", "question scaling partition-key", "read schema-design#multi-tenancy"],
        ),
    ]);
}

#[test]
fn complaints_about_running_it() {
    check(&[
        (
            "one slow service takes down everything",
            &[
                "outcome resilience bulkheads",
                "read failure-patterns#decide-how-it-degrades",
                "read failure-patterns#bulkheads",
                "read failure-patterns#timeouts-and-deadlines",
            ],
        ),
        ("requests hang forever", &["outcome resilience fail-fast", "read failure-patterns#timeouts-and-deadlines"]),
        (
            "how many times should we retry",
            &["outcome resilience retry-few", "read failure-patterns#retries", "read failure-patterns#retry-budgets"],
        ),
        (
            "payment provider is down",
            &[
                "read failure-patterns#circuit-breakers",
                "read failure-patterns#decide-how-it-degrades",
                "read performance#external-dependencies",
            ],
        ),
        ("errors on every deploy", &["read failure-patterns#shutting-down-cleanly"]),
        (
            "all pods restarted at the same time",
            &["outcome resilience checks-fail-open", "question resilience loop", "read observability#health-checks"],
        ),
        (
            "too much traffic, what do we drop",
            &["outcome resilience shed-early", "read failure-patterns#load-shedding", "outcome scaling headroom-and-shedding"],
        ),
        (
            "thread pool is exhausted",
            &["read failure-patterns#bulkheads", "read performance#async-work", "read failure-patterns#timeouts-and-deadlines"],
        ),
        ("cannot find the logs of one request", &["read observability#structured-logs"]),
        ("logging costs too much", &["read observability#structured-logs", "mistake log-everything-alert-nothing"]),
        ("average looks fine but users complain", &["read observability#histograms-and-percentiles"]),
        ("how much downtime is ok", &["read observability#slos", "question scaling outage"]),
        (
            "what should we put on the dashboard",
            &[
                "outcome observability journey-screen",
                "read observability#what-to-have-first",
                "read observability#logs-metrics-traces",
                "read scalable-systems#figures-to-watch",
            ],
        ),
        ("when should we stop shipping features", &["read observability#error-budget-policy", "read observability#slos"]),
        ("password in the repo", &["read security#secrets"]),
        ("api key was leaked", &["read security#secrets", "read security#api-keys"]),
        ("how do we store passwords", &["read security#passwords-and-second-factors", "mistake home-made-auth"]),
        ("services trust every call from inside", &["read security#service-to-service"]),
        ("support staff can read everything", &["read security#sensitive-endpoints", "read security#authorisation"]),
        ("is the upload safe", &["read security#input-validation"]),
        ("pentest next month", &["read security#order-of-work"]),
    ]);
}

#[test]
fn the_same_complaints_in_other_words() {
    check(&[
        (
            "the report job blocks the checkout",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "read failure-patterns#bulkheads"],
        ),
        (
            "traffic spike at noon kills us",
            &["question scaling load-doubles", "outcome scaling headroom-and-shedding", "read failure-patterns#load-shedding"],
        ),
        ("scroll shows duplicates", &["mistake offset-paging-of-large-data", "read api-design#pagination", "question api lists"]),
        ("restore a deleted order", &["question schema after-delete", "read schema-design#deletes-and-history", "also schema delete-soft"]),
        (
            "our nightly batch kills the daytime performance",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "read scalable-systems#deferred-work"],
        ),
        (
            "we have to go back to the previous version but the schema changed",
            &["mistake destructive-migration", "read schema-design#migrations", "question schema live-change"],
        ),
        ("CDN serves an old version", &["read caching#http-caching", "read caching#invalidation"]),
        (
            "changing a column type on a live table",
            &["read schema-design#expand-and-contract", "question schema live-change", "read schema-design#migrations"],
        ),
        (
            "payroll export makes the app unusable",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "read scalable-systems#deferred-work"],
        ),
        (
            "logged out users see private pages from the CDN",
            &["read caching#http-caching", "read api-design#caching-and-conditional-requests"],
        ),
        (
            "transaction across microservices",
            &["question consistency one-database", "read consistency#sagas", "outcome consistency merge-boundary"],
        ),
        (
            "export all data of one customer",
            &["question schema tenant-isolation", "read schema-design#multi-tenancy", "question schema after-delete"],
        ),
        (
            "BI tool makes the shop crawl",
            &["outcome scaling reports-elsewhere", "outcome schema column-store", "read schema-design#column-stores"],
        ),
        (
            "admin can see all tenants",
            &["read security#sensitive-endpoints", "read schema-design#multi-tenancy", "question schema tenant-isolation"],
        ),
        (
            "what to show when the recommendation service is down",
            &["read failure-patterns#decide-how-it-degrades", "term Graceful degradation"],
        ),
        (
            "is eventual consistency ok for payments",
            &["question consistency strong-needed", "tree consistency", "read consistency#what-to-decide-first"],
        ),
        (
            "the accounting run blocks order entry",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "read scalable-systems#deferred-work"],
        ),
        (
            "how do I return a list with a million entries",
            &["read api-design#pagination", "question api lists", "mistake offset-paging-of-large-data"],
        ),
        ("split a table in two without downtime", &["read schema-design#expand-and-contract", "question schema live-change"]),
        ("downtime during deploys", &["read failure-patterns#shutting-down-cleanly", "read schema-design#expand-and-contract"]),
        (
            "the shop is unusable while reports run",
            &["outcome scaling reports-elsewhere", "question scaling read-shape", "outcome schema column-store"],
        ),
        (
            "the same query runs a thousand times a minute",
            &["read caching#whether-to-cache", "question scaling read-shape", "outcome scaling cache-in-front"],
        ),
        (
            "we oversold the concert",
            &["outcome consistency escrow-quota", "read consistency#quotas-and-escrow", "read consistency#reservations"],
        ),
        (
            "tenants in one schema or many",
            &["question schema tenant-isolation", "read schema-design#multi-tenancy", "also schema tenancy-schema"],
        ),
    ]);
}

#[test]
fn complaints_about_what_stands_around_the_four() {
    check(&[
        ("the supplier's service is down and our checkout hangs", &["question resilience when-away", "outcome resilience fail-fast"]),
        ("we retried and made it worse", &["outcome resilience one-layer-budget"]),
        ("one bad deploy broke every region at once", &["read failure-patterns#staged-rollouts"]),
        ("a single bad message crashes the worker over and over", &["outcome messaging park-poison", "outcome resilience poison-aside"]),
        ("datadog costs more than the servers", &["question observability bill-driver", "read observability#what-it-costs"]),
        ("the average looks fine but some users wait ten seconds", &["mistake averages-only"]),
        ("we have dashboards and nobody looks at them", &["outcome observability journey-screen"]),
        ("slow since the last release", &["outcome performance take-it-back"]),
        ("the nightly report locks the table", &["outcome scaling reports-elsewhere", "outcome performance move-the-report"]),
        ("CPU throttled in kubernetes although it is idle", &["outcome performance lift-the-brake"]),
        ("an employee left and still has access", &["question security lockout", "outcome security staff-single-door"]),
        ("users can see each other's invoices", &["read security#authorisation", "outcome security close-object-access"]),
        ("bots try stolen passwords on our login", &["outcome security stop-stolen-passwords"]),
        ("everyone gets the old page after we publish", &["outcome caching http-cache", "question caching purge"]),
        ("the cache was empty after the restart and the database died", &["outcome caching survive-cold"]),
        ("somebody saw another user's page", &["outcome caching stop-leak"]),
        ("two workers did the same job", &["question consistency double-run", "outcome consistency claim-rows"]),
        ("events arrive in the wrong order", &["outcome messaging order-per-key", "question messaging what-wrong"]),
        ("one customer's import blocks everyone else's jobs", &["outcome messaging fair-queues", "outcome scaling limit-tenants"]),
        ("one big customer slows everybody", &["question schema tenant-isolation"]),
        ("my edit is gone when I reload", &["question api edits"]),
        ("the ids will run out", &["question schema live-steps", "mistake small-integer-keys"]),
        ("find shops near me", &["outcome schema spatial-index"]),
        ("our api gets scraped", &["question api abuse"]),
        ("partners call us a thousand times a second", &["question api abuse"]),
        ("can we drop the old version of the api", &["question api breaking-rate"]),
    ]);
}

#[test]
fn terms_lead_to_their_meaning_and_their_text() {
    check(&[
        ("p95", &["term p99"]),
        ("tail latency", &["term p99"]),
        ("percentile", &["term p99"]),
        ("exactly once", &["outcome messaging idempotent-consumer", "read consistency#exactly-once", "term Exactly once"]),
        ("exactly once", &["outcome messaging idempotent-consumer", "read consistency#exactly-once", "read messaging#delivery-semantics"]),
        ("saga", &["term Saga"]),
        ("n+1", &["term N+1"]),
        ("n+1", &["mistake n-plus-one"]),
        ("hot key", &["read scalable-systems#hot-keys"]),
        ("replication lag", &["term Replication lag"]),
        ("multi tenant", &["read schema-design#multi-tenancy"]),
        ("rate limit", &["read api-design#rate-limiting"]),
        ("offset pagination", &["read api-design#pagination"]),
        ("sql injection", &["read security#input-validation"]),
        ("json or columns", &["read schema-design#json-columns"]),
        ("webhook signature", &["read api-design#webhooks"]),
        ("time out", &["question scaling slow-work", "read performance#async-work", "read failure-patterns#timeouts-and-deadlines"]),
    ]);
}

#[test]
fn misspelt_words_are_recognised() {
    check(&[
        ("idmpotency", &["read api-design#idempotency"]),
        ("consistncy", &["tree consistency"]),
        ("replcia", &["term Read replica"]),
        ("shrad", &["question scaling shard-full", "term Shard"]),
        ("circut breaker", &["term Circuit breaker"]),
        ("pgbuncer", &["term PgBouncer"]),
        ("my edit is gnoe when I relaod", &["question api edits", "tree consistency"]),
        ("loadbalancer", &["read scalable-systems#load-balancing", "term Load balancer"]),
    ]);
}

#[test]
fn beginnings_and_letters_of_words_are_enough() {
    check(&[
        ("idemp", &["term Idempotent"]),
        ("websock", &["term WebSocket"]),
        ("read repl", &["read scalable-systems#read-replicas"]),
        ("my edit is go", &["question consistency staleness", "question api edits", "read consistency#read-your-writes"]),
        ("rdrep", &["outcome scaling read-replicas"]),
        ("cbrkr", &["term Circuit breaker", "read failure-patterns#circuit-breakers"]),
    ]);
}

#[test]
fn ids_lead_to_what_they_name() {
    check(&[
        ("read-replicas", &["outcome scaling read-replicas"]),
        ("scalable-systems#read-replicas", &["read scalable-systems#read-replicas"]),
        ("workload.mix", &["question scaling data-load"]),
        ("bottleneck", &["read scalable-systems#find-the-bottleneck", "question scaling bottleneck"]),
        ("microservices-too-early", &["mistake microservices-too-early"]),
        ("scaling", &["tree scaling"]),
    ]);
}

#[test]
fn what_was_found_is_printed_in_groups_with_the_way_there() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let run = desk.run(&["search", "tail", "latency"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let term = format!("Terms\n  p99\n      tail latency\n      {} read observability#histograms-and-percentiles\n", desk.invocation());
    assert!(run.out.starts_with(&term), "{}", run.out);

    let run = desk.run(&["search", "mostly written"]);
    assert!(run.out.contains(&format!("      Written: Mostly written.\n      {} stock -a mix=write\n", desk.invocation())), "{}", run.out);

    let run = desk.run(&["search", "xqzzt"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.starts_with("Nothing is found for `xqzzt`.\nTry "), "{}", run.out);
    assert_eq!(desk.run(&["search"]).code, Some(2));
    assert_eq!(desk.run(&["search", "a", "--limit", "0"]).code, Some(2));
}

#[test]
fn what_was_found_is_there_as_json() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let run = desk.run(&["search", "mostly written", "--json", "--limit", "1"]);
    let found: Json = serde_json::from_str(&run.out).unwrap();
    let result = &found["results"][0];
    let expected = serde_json::json!({ "format": 1, "query": "mostly written", "results": [{
        "kind": "option", "group": "questions", "tree": "stock", "question": "mix", "id": "write", "reference": null,
        "title": "Read or written?", "within": "Stock", "line": "Written: Mostly written.", "marks": [[0, 7], [9, 15], [16, 23]],
        "score": result["score"],
    }] });
    assert_eq!(found, expected);
    assert!(result["score"].as_u64().is_some_and(|score| score > 0));
    let run = desk.run(&["search", "xqzzt", "--json"]);
    assert_eq!(serde_json::from_str::<Json>(&run.out).unwrap()["results"], serde_json::json!([]));
    let run = desk.run(&["search", "--json"]);
    assert_eq!(serde_json::from_str::<Json>(&run.out).unwrap()["error"]["code"], "usage");
}

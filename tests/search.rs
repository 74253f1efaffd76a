//! What people type, and what has to be among the first three things that are found in the built-in pack.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::sync::LazyLock;

use serde_json::Value as Json;
use waypost::advice::search::{Hit, Index, Place};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use desk::{Desk, STOCK};

#[path = "command_line/desk.rs"]
#[allow(dead_code, reason = "what the other tests of the command line need")]
mod desk;

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(&open_pack(&PackPlaces::default()).unwrap()));

/// A place as it is written in the table.
fn spelled(hit: &Hit) -> String {
    match &hit.place {
        Place::Tree(tree) => format!("tree {tree}"),
        Place::Question { tree, question } => format!("question {tree} {question}"),
        Place::Option { tree, question, option } => format!("option {tree} {question} {option}"),
        Place::Outcome { tree, outcome } => format!("outcome {tree} {outcome}"),
        Place::Also { tree, id } => format!("also {tree} {id}"),
        Place::Section(reference) => format!("read {reference}"),
        Place::AntiPattern(id) => format!("mistake {id}"),
        Place::Term(term) => format!("term {term}"),
        Place::Principle(id) => format!("principle {id}"),
    }
}

/// Holds a query against the first three places that it finds: one of those named must be among them.
#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let hits = INDEX.find(query, 3);
    let found: Vec<String> = hits.iter().map(spelled).collect();
    let shown: Vec<String> = hits.iter().map(|hit| format!("{} | {} | {}", spelled(hit), hit.title, hit.line)).collect();
    assert!(
        expected.iter().any(|place| found.iter().any(|found| found == place)),
        "{query}: none of {expected:?} in\n{}",
        shown.join("\n")
    );
}

#[test]
fn worries_lead_to_what_is_about_them() {
    check("the nightly report locks the table", &["outcome scaling reports-elsewhere"]);
    check("my edit is gone when I reload", &["question api edits", "tree consistency", "read consistency#read-your-writes"]);
    check("the queue grows all weekend", &["read messaging#back-pressure"]);
    check("one big customer slows everybody", &["question schema tenant-isolation"]);
    check("double charge", &["read failure-patterns#idempotency-keys", "question api not-twice"]);
    check("we got hacked keys in git", &["read security#secrets"]);
    check("page takes forever", &["question scaling read-shape", "mistake offset-paging-of-large-data"]);
    check("add column without downtime", &["read schema-design#expand-and-contract"]);
    check(
        "two requests at the same time overwrite each other",
        &["question consistency conflicting-writers", "read consistency#lost-updates"],
    );
    check("messages arrive twice", &["outcome api webhooks", "read api-design#webhooks", "read messaging#delivery-semantics"]);
    check("deploy broke the api for mobile clients", &["read schema-design#expand-and-contract", "read api-design#versioning"]);
    check("everyone hits the database when the cache expires", &["read caching#stampedes"]);
    check("dashboards are green but users complain", &["read observability#histograms-and-percentiles"]);
    check("one row is updated by everybody", &["question consistency row-busy", "read consistency#quotas-and-escrow"]);
    check("how do I rename a column", &["read schema-design#expand-and-contract"]);
    check("how do we page through a long list", &["question api lists", "read api-design#pagination"]);
    check("too many connections", &["read performance#connection-pools"]);
    check("two services must agree", &["question consistency one-database"]);
    check("which database should I choose", &["read schema-design#choosing-a-store"]);
    check("should I use graphql", &["tree api", "outcome api graphql"]);
    check("monolith or microservices", &["question scaling split-reasons", "mistake microservices-too-early"]);
    check("friends of friends", &["outcome schema graph"]);
    check("live updates in the browser", &["outcome api server-sent-events"]);
    check("money goes missing", &["mistake float-money", "read schema-design#money-time-and-enums"]);
    check("counter is slow", &["question schema write-kind", "outcome schema hot-rows"]);
    check("passwords in the database", &["read security#passwords-and-second-factors"]);
    check("secret leaked", &["read security#secrets"]);
    check(
        "what did the customer see, an old price or an old stock count?",
        &["question consistency strong-needed", "question consistency staleness", "question scaling staleness"],
    );
}

#[test]
fn terms_lead_to_their_meaning_and_their_text() {
    check("p95", &["term p99"]);
    check("tail latency", &["term p99"]);
    check("percentile", &["term p99"]);
    check("exactly once", &["term Exactly once"]);
    check("exactly once", &["read messaging#delivery-semantics"]);
    check("saga", &["term Saga"]);
    check("n+1", &["term N+1"]);
    check("n+1", &["mistake n-plus-one"]);
    check("hot key", &["read scalable-systems#hot-keys"]);
    check("replication lag", &["term Replication lag"]);
    check("multi tenant", &["read schema-design#multi-tenancy"]);
    check("rate limit", &["read api-design#rate-limiting"]);
    check("offset pagination", &["read api-design#pagination"]);
    check("sql injection", &["read security#input-validation"]);
    check("json or columns", &["read schema-design#json-columns"]);
    check("webhook signature", &["read api-design#webhooks"]);
    check("noisy neighbour", &["also schema noise-own-database", "also schema noise-one-server"]);
    check("time out", &["question scaling slow-work", "read performance#async-work", "read failure-patterns#timeouts-and-deadlines"]);
}

#[test]
fn misspelt_words_are_recognised() {
    check("idmpotency", &["read api-design#idempotency"]);
    check("consistncy", &["tree consistency"]);
    check("replcia", &["term Read replica"]);
    check("shrad", &["term Shard"]);
    check("circut breaker", &["term Circuit breaker"]);
    check("pgbuncer", &["term PgBouncer"]);
    check("my edit is gnoe when I relaod", &["question api edits", "tree consistency"]);
    check("loadbalancer", &["read scalable-systems#load-balancing", "term Load balancer"]);
}

#[test]
fn beginnings_and_letters_of_words_are_enough() {
    check("idemp", &["term Idempotent"]);
    check("websock", &["term WebSocket"]);
    check("read repl", &["read scalable-systems#read-replicas"]);
    check("my edit is go", &["question api edits", "tree consistency"]);
    check("rdrep", &["outcome scaling read-replicas"]);
    check("cbrkr", &["term Circuit breaker", "read failure-patterns#circuit-breakers"]);
}

#[test]
fn ids_lead_to_what_they_name() {
    check("read-replicas", &["outcome scaling read-replicas"]);
    check("scalable-systems#read-replicas", &["read scalable-systems#read-replicas"]);
    check("workload.mix", &["question scaling data-load"]);
    check("bottleneck", &["question scaling bottleneck"]);
    check("microservices-too-early", &["mistake microservices-too-early"]);
    check("scaling", &["tree scaling"]);
}

#[test]
fn what_was_found_is_printed_in_groups_with_the_way_there() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let run = desk.run(&["search", "tail", "latency"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let term = format!("Terms\n  p99\n      tail latency\n      {} read observability#histograms-and-percentiles\n", desk.invocation());
    assert!(run.out.starts_with(&term), "{}", run.out);

    let run = desk.run(&["search", "mostly written"]);
    assert!(
        run.out.contains(&format!("      Written: Mostly written.\n      {} stock -a mix=written\n", desk.invocation())),
        "{}",
        run.out
    );

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
        "kind": "option", "group": "questions", "tree": "stock", "question": "mix", "id": "written", "reference": null,
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

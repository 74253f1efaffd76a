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
        Place::Conflict(id) => format!("conflict {id}"),
        Place::Term(term) => format!("term {term}"),
        Place::Principle(id) => format!("principle {id}"),
    }
}

/// Holds queries against the first three places that each finds: one of those named must be among them.
#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    let missed: Vec<String> = table.iter().filter_map(|(query, expected)| missed(query, expected)).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

fn missed(query: &str, expected: &[&str]) -> Option<String> {
    let hits = INDEX.find(query, 3);
    let met = hits.iter().any(|hit| expected.contains(&spelled(hit).as_str()));
    let first = hits.iter().map(|hit| format!("  {} | {} | {}", spelled(hit), hit.title, hit.line));
    (!met).then(|| format!("{query}: none of {expected:?} in\n{}", first.collect::<Vec<_>>().join("\n")))
}

#[test]
fn worries_lead_to_what_is_about_them() {
    check(&[
        ("the nightly report locks the table", &["outcome scaling reports-elsewhere"]),
        ("my edit is gone when I reload", &["question api edits", "tree consistency", "read consistency#read-your-writes"]),
        ("the queue grows all weekend", &["read messaging#back-pressure"]),
        ("one big customer slows everybody", &["question schema tenant-isolation"]),
        ("double charge", &["read failure-patterns#idempotency-keys", "question api not-twice"]),
        ("we got hacked keys in git", &["read security#secrets"]),
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
        ("money goes missing", &["mistake float-money", "read schema-design#money-time-and-enums"]),
        ("counter is slow", &["question schema write-kind", "outcome schema hot-rows"]),
        ("passwords in the database", &["read security#passwords-and-second-factors"]),
        ("secret leaked", &["read security#secrets"]),
        ("the customer saw an old price", &["question consistency copies"]),
    ]);
}

#[test]
fn terms_lead_to_their_meaning_and_their_text() {
    check(&[
        ("p95", &["term p99"]),
        ("tail latency", &["term p99"]),
        ("percentile", &["term p99"]),
        ("exactly once", &["term Exactly once"]),
        ("exactly once", &["read messaging#delivery-semantics"]),
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
        ("noisy neighbour", &["also schema noise-own-database", "also schema noise-one-server"]),
        ("time out", &["question scaling slow-work", "read performance#async-work", "read failure-patterns#timeouts-and-deadlines"]),
    ]);
}

#[test]
fn misspelt_words_are_recognised() {
    check(&[
        ("idmpotency", &["read api-design#idempotency"]),
        ("consistncy", &["tree consistency"]),
        ("replcia", &["term Read replica"]),
        ("shrad", &["term Shard"]),
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
        ("my edit is go", &["read scalable-systems#read-replicas", "question scaling staleness"]),
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
        ("bottleneck", &["question scaling bottleneck"]),
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

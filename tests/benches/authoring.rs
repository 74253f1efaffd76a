//! What checking a pack costs, against the bare parse of the same text, and how it grows: `cargo bench --bench authoring`.
//!
//! The bare parse is `ron` into plain structs with owned texts, as one would derive them; nothing is linked or checked there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use std::time::Instant;

use waypost::content::tree::parse;

use plain::PlainTree;

#[path = "generated.rs"]
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod generated;
#[path = "plain.rs"]
mod plain;

fn main() {
    for nodes in [100, 1_000, 10_000, 100_000] {
        let text = generated::generated(nodes);
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::UNWRAP_VARIANT_NEWTYPES | ron::extensions::Extensions::IMPLICIT_SOME);
        for _ in 0..2 {
            let begun = Instant::now();
            let plain: PlainTree = options.from_str(&text).unwrap();
            let bare = begun.elapsed();
            let begun = Instant::now();
            let (tree, faults) = parse(&text);
            let load = begun.elapsed();
            println!(
                "{nodes} nodes, {:.1} MB: bare {bare:?} ({:.0} MB/s), load {load:?} = {:.2}, {} faults {}",
                text.len() as f64 / 1e6,
                text.len() as f64 / 1e6 / bare.as_secs_f64(),
                load.as_secs_f64() / bare.as_secs_f64(),
                faults.len(),
                plain.nodes.len() + tree.map_or(0, |tree| tree.outcomes().len()),
            );
        }
    }
}

//! What checking a pack costs, against the bare parse of the same text, and how it grows: `cargo bench --bench authoring`.
//!
//! The bare parse is `ron` into plain structs with owned texts, as one would derive them; nothing is linked or checked there. Both
//! take the texts from memory, in turns, in one run; of several rounds the fastest counts, as the machine does other things too.
//! Lint reads several trees at once, so the bare parse is also timed on as many threads, and the ratio is to that.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ron::extensions::Extensions;
use waypost::authoring::lint::lint;
use waypost::content::pack::{Files, Pack};
use waypost::content::tree::parse;

use plain::PlainTree;

#[path = "plain.rs"]
mod plain;
#[path = "sound.rs"]
mod sound;

fn main() {
    // A name behind `--` is the most nodes; cargo adds an argument of its own.
    let most = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(usize::MAX);
    println!(
        "{:>9} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}   by node",
        "nodes", "trees", "MB", "bare", "at once", "load", "lint", "ratio"
    );
    let sizes = [(100, 100, 20), (1_000, 1_000, 20), (10_000, 1_000, 7), (100_000, 1_000, 5), (100_000, 100_000, 5), (1_000_000, 1_000, 2)];
    for (nodes, each, rounds) in sizes.into_iter().filter(|(nodes, ..)| *nodes <= most) {
        compare(nodes, each, rounds);
    }
}

/// Lints a generated pack, and parses it bare.
fn compare(nodes: usize, each: usize, rounds: usize) {
    let files = Arc::new(sound::generated_pack(nodes, each));
    let texts: Vec<&str> = files.iter().filter(|(path, _)| path.starts_with("trees/")).map(|(_, text)| text.as_str()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let options = ron::Options::default().with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES | Extensions::IMPLICIT_SOME);
    let (mut bare, mut at_once, mut load, mut linted, mut exact) = (Duration::MAX, Duration::MAX, Duration::MAX, Duration::MAX, 0);
    for _ in 0..rounds {
        bare = bare.min(timed(|| {
            exact = texts.iter().map(|text| options.from_str::<PlainTree>(text).unwrap().nodes.len()).sum();
        }));
        at_once = at_once.min(timed(|| {
            let next = AtomicUsize::new(0);
            let work = || {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    drop(options.from_str::<PlainTree>(text).unwrap());
                }
            };
            let threads = std::thread::available_parallelism().map_or(1, |count| count.get()).min(texts.len());
            std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        }));
        load = load.min(timed(|| texts.iter().for_each(|text| drop(parse(text)))));
        linted = linted.min(timed(|| {
            let pack = Pack::open(vec![Box::new(InMemory(Arc::clone(&files)))]);
            let findings = lint(&pack);
            assert!(findings.is_empty(), "{findings:#?}");
        }));
    }
    println!(
        "{exact:>9} {:>6} {:>9.1} {:>9.1?} {:>9.1?} {:>9.1?} {:>9.1?} {:>6.2}   {:.1?}",
        texts.len(),
        bytes as f64 / 1e6,
        bare,
        at_once,
        load,
        linted,
        linted.as_secs_f64() / at_once.as_secs_f64(),
        linted / u32::try_from(exact).unwrap(),
    );
}

fn timed(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}

/// A pack whose files are in memory already.
struct InMemory(Arc<Vec<(String, String)>>);

impl Files for InMemory {
    fn name(&self) -> &str {
        "in memory"
    }

    fn paths(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        let file = self.0.iter().find(|(known, _)| known == path);
        file.map(|(_, text)| Cow::Owned(text.clone())).ok_or_else(|| "it is not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

//! How fast things are found, and how cost grows with what there is to find: `cargo bench --bench search`.
//!
//! The figure to compare with: a frame at 60 Hz is 16.7 ms; the results of a key must be there within one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{LazyLock, Mutex};

use divan::{Bencher, black_box};
use waypost::advice::search::Index;
use waypost::content::pack::{Files, Pack};

const ENTRIES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// How many words there are to choose from; a few of them stand nearly everywhere, most hardly anywhere.
const WORDS: usize = 30_000;

fn main() {
    divan::main();
}

/// Trees of generated text, in memory.
struct Generated(Vec<(String, String)>);

impl Files for Generated {
    fn name(&self) -> &str {
        "generated"
    }

    fn paths(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        let file = self.0.iter().find(|(name, _)| name == path);
        file.map(|(_, text)| Cow::Owned(text.clone())).ok_or_else(|| "not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Words by chance, but the same ones each time.
struct Words(u64);

impl Words {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below
    }

    /// The word of a rank: the commonest ones are short and English, the others are made of syllables.
    fn word(rank: usize) -> String {
        const COMMON: [&str; 12] = ["the", "of", "a", "is", "to", "and", "in", "it", "reads", "writes", "latency", "replica"];
        const SYLLABLES: [&str; 20] =
            ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "que", "ri", "sto", "tru", "va", "we", "xi", "yo", "zu"];
        if let Some(word) = COMMON.get(rank) {
            return (*word).to_owned();
        }
        let mut word = String::new();
        let mut left = rank;
        while left > 0 {
            word.push_str(SYLLABLES[left % 20]);
            left /= 20;
        }
        word
    }

    /// A sentence in which, as in a language, the common words are far more frequent than the others.
    fn sentence(&mut self, words: usize) -> String {
        let mut sentence = String::new();
        for _ in 0..words {
            let share = self.next(1_000_000) as f64 / 1e6;
            let rank = (WORDS as f64).powf(share) as usize - 1;
            write!(sentence, "{} ", Self::word(rank)).unwrap();
        }
        sentence
    }
}

/// A pack of about so many entries in up to a hundred trees, some ninety words each.
fn pack(entries: usize) -> Pack {
    let trees = (entries / 10).min(100);
    let files = (0..trees).map(|tree| (format!("trees/tree-{tree}.ron"), generated(tree, entries / trees - 2))).collect();
    Pack::open(vec![Box::new(Generated(files))])
}

fn generated(tree: usize, questions: usize) -> String {
    let words = &mut Words(tree as u64);
    let (title, summary) = (words.sentence(3), words.sentence(12));
    let mut text = format!("(id: \"tree-{tree}\", version: 1, title: \"{title}\", summary: \"{summary}\", start: \"q-0\", nodes: [\n");
    for at in 0..questions {
        let to = if at + 1 < questions { format!("q-{}", at + 1) } else { "o".to_owned() };
        let [prompt, worry, why, how, because] = [9, 6, 25, 20, 10].map(|length| words.sentence(length));
        let [yes, no] = [10, 10].map(|length| words.sentence(length));
        writeln!(
            text,
            "Question(id: \"q-{at}\", prompt: \"{prompt}\", worries: [\"{worry}\"], why: \"{why}\", how_to_tell: [\"{how}\"], assume_why: \
             \"{because}\", kind: Choice(assume: \"a\", options: [(id: \"a\", label: \"Yes\", meaning: \"{yes}\", to: \"{to}\"), \
             (id: \"b\", label: \"No\", meaning: \"{no}\", to: \"{to}\")])),",
        )
        .unwrap();
    }
    let fields = "gains: [\"It works.\"], costs: [\"It costs.\"], first_steps: [\"Begin.\"], revisit: \"Later.\", wrong_when: \"Never.\"";
    let lists = "watch: [(metric: \"p99\", figure: \"200 ms\")], alternatives: [], references: [\"messaging\"]";
    let sources = "sources: [(title: \"A source\", url: \"https://example.org\")]";
    writeln!(text, "Outcome(id: \"o\", recommendation: \"Do it\", why: \"It fits.\", {fields}, {lists}, {sources})])").unwrap();
    text
}

/// An index of so many entries, made once.
fn index(entries: usize) -> &'static Index {
    static MADE: LazyLock<Mutex<HashMap<usize, &'static Index>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    made.entry(entries).or_insert_with(|| {
        let index = Index::of(&pack(entries));
        assert!(index.len().abs_diff(entries) <= entries / 10, "{} entries, {entries} were wanted", index.len());
        Box::leak(Box::new(index))
    })
}

/// Making the index of a pack whose files are parsed.
#[divan::bench(args = ENTRIES, sample_count = 3, sample_size = 1)]
fn make_index(bencher: Bencher<'_, '_>, entries: usize) {
    let pack = pack(entries);
    pack.trees();
    bencher.bench_local(|| Index::of(black_box(&pack)));
}

/// Parsing all files of a pack: what making its index costs besides, where nothing was looked at before.
#[divan::bench(args = ENTRIES, sample_count = 3, sample_size = 1)]
fn parse_files(bencher: Bencher<'_, '_>, entries: usize) {
    bencher.with_inputs(|| pack(entries)).bench_local_refs(|pack| pack.trees().len());
}

/// What somebody types, by what is particular about it.
const QUERIES: [(&str, &str); 8] = [
    ("one letter", "s"),
    ("one common word", "the"),
    ("one rare word", "quevastogu"),
    ("begun", "quev"),
    ("five words", "replica latency prazu mobace quevastogu"),
    ("five common words", "is it the latency of"),
    ("misspelt", "quevsatogu"),
    ("letters of a title", "thqvsg"),
];

/// One key: everything that a query finds, and the lines of the first fifty.
#[divan::bench(args = ENTRIES.into_iter().flat_map(|entries| QUERIES.map(|(what, query)| Asked { entries, what, query })), max_time = 1)]
fn find(bencher: Bencher<'_, '_>, asked: &Asked) {
    let index = index(asked.entries);
    bencher.bench_local(|| index.find(black_box(asked.query), 50));
}

struct Asked {
    entries: usize,
    what: &'static str,
    query: &'static str,
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>6}: {}", self.entries, self.what)
    }
}

//! How fast it is, and how cost grows with the data: `cargo bench`.
//!
//! The figures to compare with: a frame at 60 Hz is 16.7 ms; a key must be answered within one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use waypost::advice::insight::possible;
use waypost::advice::walk::{Answer, Answers, Key, Value, route};
use waypost::content::document::{lay_out, parse as parse_document};
use waypost::content::pack::Pack;
use waypost::content::tree::parse;
use waypost::paper::diagram::{Folds, lay_out as lay_out_tree};
use waypost::store::files::{PackPlaces, open_pack};
use waypost::tui::action::Input;
use waypost::tui::state::{Look, State};
use waypost::tui::theme::Theme;
use waypost::tui::update::{Message, open_tree, update};
use waypost::tui::view::render;

use generated::{generated, generated_tree};

#[path = "generated.rs"]
mod generated;

const NODES: [usize; 4] = [100, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

fn built_in() -> Pack {
    open_pack(&PackPlaces::default()).unwrap()
}

/// The first run of the program up to its first frame: opening the pack, and drawing the home screen.
#[divan::bench]
fn first_frame(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let state = State::new(Arc::new(built_in()), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        render(&state, buffer.area, &mut buffer)
    });
}

/// The same with a pack of 1,000 trees of 100 nodes laid over the built-in one.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn first_frame_of_a_large_pack(bencher: Bencher<'_, '_>) {
    let folder = shelf(1_000, 100);
    let places = PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() };
    bencher.bench_local(|| {
        let pack = open_pack(&places).unwrap();
        let state = State::new(Arc::new(pack), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        render(&state, buffer.area, &mut buffer)
    });
}

/// A further frame of the same home screen.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn frame_of_a_large_home(bencher: Bencher<'_, '_>) {
    let folder = shelf(1_000, 100);
    let places = PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() };
    let state = State::new(Arc::new(open_pack(&places).unwrap()), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
    render(&state, buffer.area, &mut buffer);
    bencher.bench_local(|| render(&state, buffer.area, &mut buffer));
}

/// Opening a large pack up to the first frame of one of its trees.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn first_frame_of_a_tree_of_a_large_pack(bencher: Bencher<'_, '_>) {
    let folder = shelf(1_000, 100);
    let places = PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() };
    bencher.bench_local(|| {
        let pack = open_pack(&places).unwrap();
        let mut state = State::new(Arc::new(pack), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
        open_tree(&mut state, "tree-500");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        render(&state, buffer.area, &mut buffer)
    });
}

/// Looking at a large pack of which one file has changed.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn follow_a_change_in_a_large_pack(bencher: Bencher<'_, '_>) {
    let folder = shelf(1_000, 100);
    let places = PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() };
    let mut pack = open_pack(&places).unwrap();
    pack.listing();
    let mut generation = 0;
    bencher.bench_local(|| {
        generation += 1;
        let text = generated(100).replace("(id: \"big\"", "(id: \"tree-7\"").replace("\"Big\"", &format!("\"Big {generation}\""));
        std::fs::write(folder.path().join("trees/tree-7.ron"), text).unwrap();
        let opened = open_pack(&places).unwrap();
        assert_eq!(opened.renew(&pack).len(), 1);
        pack = opened;
    });
}

/// A pack in a folder, of so many trees of so many nodes.
fn shelf(trees: usize, nodes: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("trees")).unwrap();
    let text = generated(nodes);
    for at in 0..trees {
        let text = text.replace("(id: \"big\"", &format!("(id: \"tree-{at}\"")).replace("\"Big\"", &format!("\"Big {at}\""));
        std::fs::write(folder.path().join(format!("trees/tree-{at}.ron")), text).unwrap();
    }
    folder
}

/// One frame of a question, with everything parsed before.
#[divan::bench(args = [(80, 24), (160, 50), (400, 100)])]
fn frame_of_a_question(bencher: Bencher<'_, '_>, (width, height): (u16, u16)) {
    let mut state = State::new(Arc::new(built_in()), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
    open_tree(&mut state, "scaling");
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    bencher.bench_local(|| render(&state, buffer.area, &mut buffer));
}

/// Loading a tree: parsing, linking, and every check of it.
#[divan::bench(args = NODES, sample_count = 5, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>, nodes: usize) {
    let text = generated(nodes);
    bencher.counter(divan::counter::BytesCount::new(text.len())).bench_local(|| parse(black_box(&text)));
}

/// The bare parse of the same text by `ron`, into its own dynamic value: what loading is measured against.
#[divan::bench(args = NODES, sample_count = 5, sample_size = 1)]
fn bare_ron(bencher: Bencher<'_, '_>, nodes: usize) {
    let text = generated(nodes);
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::UNWRAP_VARIANT_NEWTYPES);
    bencher.counter(divan::counter::BytesCount::new(text.len())).bench_local(|| options.from_str::<ron::Value>(black_box(&text)).is_ok());
}

/// The route of a walk that goes through every layer.
#[divan::bench(args = NODES, sample_count = 20)]
fn follow_a_route(bencher: Bencher<'_, '_>, nodes: usize) {
    let tree = generated_tree(nodes);
    let answers: Answers = tree.questions().map(|(ix, _)| (Key::of(&tree, ix), Answer::Given(Value::Option("a".to_owned())))).collect();
    bencher.bench_local(|| route(&tree, black_box(&answers)));
}

/// Still possible and questions to go, from the start of a generated tree.
#[divan::bench(args = NODES, sample_count = 5, sample_size = 1)]
fn look_ahead(bencher: Bencher<'_, '_>, nodes: usize) {
    let tree = generated_tree(nodes);
    let answers = Answers::default();
    let start = route(&tree, &answers);
    bencher.bench_local(|| possible(&tree, black_box(&answers), &start));
}

/// The same from the start of each built-in tree.
#[divan::bench(args = ["scaling", "api", "consistency", "schema"])]
fn look_ahead_built_in(bencher: Bencher<'_, '_>, id: &str) {
    let pack = built_in();
    let tree = pack.tree(id).unwrap();
    let answers = Answers::default();
    let start = route(tree, &answers);
    bencher.bench_local(|| possible(tree, black_box(&answers), &start));
}

/// Where everything stands on the map, with nothing folded.
#[divan::bench(args = NODES, sample_count = 20)]
fn lay_out_the_map(bencher: Bencher<'_, '_>, nodes: usize) {
    let tree = generated_tree(nodes);
    let start = route(&tree, &Answers::default());
    let folds = Folds::default();
    bencher.bench_local(|| lay_out_tree(black_box(&tree), &start, &folds));
}

/// One frame of the map of a built-in tree.
#[divan::bench(args = [(80, 24), (160, 50), (400, 100)])]
fn frame_of_the_map(bencher: Bencher<'_, '_>, (width, height): (u16, u16)) {
    let mut state = State::new(Arc::new(built_in()), Answers::default(), Look { theme: Theme::COLOUR, ascii: false });
    open_tree(&mut state, "scaling");
    for key in ['m', 'a'] {
        let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
        update(&mut state, Message::Input(Input::Key(key)));
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    bencher.bench_local(|| render(&state, buffer.area, &mut buffer));
}

/// Reading and setting the longest reference document.
#[divan::bench]
fn reference(bencher: Bencher<'_, '_>) {
    let text = include_str!("../../assets/references/scalable-systems.md");
    bencher.bench_local(|| {
        let (document, _) = parse_document(black_box(text));
        lay_out(&document.blocks, &document.headings, 96)
    });
}

/// Every fault of the whole built-in pack.
#[divan::bench]
fn check_everything(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| built_in().check().len());
}

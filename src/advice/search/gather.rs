//! What of a pack can be found, and under which words.

use std::borrow::Cow;
use std::sync::Arc;

use super::build::Builder;
use super::{Field, Group, Place};
use crate::content::document::{Block, Document, Inline, inline};
use crate::content::pack::{AntiPattern, Contradiction, Pack, Principle, Term};
use crate::content::text::Text;
use crate::content::tree::{Also, AlternativeIs, Band, Item, Kind, Outcome, Question, Tree};

/// Every entry of a pack: trees first, in the order in which people are shown them.
pub(super) fn everything(pack: &Pack) -> Builder {
    let mut builder = Builder::new();
    for (_, file) in pack.trees() {
        file.value.iter().for_each(|tree| add_tree(&mut builder, tree));
    }
    for id in pack.document_ids() {
        pack.document(id).into_iter().for_each(|document| add_document(&mut builder, id, document));
    }
    pack.anti_patterns().for_each(|entry| add_anti_pattern(&mut builder, entry));
    pack.conflicts().for_each(|entry| add_conflict(&mut builder, entry));
    pack.glossary().for_each(|term| add_term(&mut builder, term));
    pack.principles().for_each(|principle| add_principle(&mut builder, principle));
    builder
}

fn add_tree(builder: &mut Builder, tree: &Tree) {
    let title: Arc<str> = plain(&tree.title).into();
    builder.begin(Place::Tree(tree.id.clone()), Group::Trees, &Arc::from(""), &title);
    builder.add(Field::Id, &tree.id);
    add_all(builder, Field::Worry, &tree.worries);
    builder.add(Field::Summary, &plain(&tree.summary));
    tree.questions().for_each(|(_, question)| add_question(builder, tree, &title, question));
    for (_, outcome) in tree.outcomes() {
        add_outcome(builder, tree, &title, outcome);
    }
    let outcomes = tree.outcomes().flat_map(|(_, outcome)| &outcome.also);
    tree.also.iter().chain(outcomes).for_each(|also| add_also(builder, tree, &title, also));
}

fn add_question(builder: &mut Builder, tree: &Tree, within: &Arc<str>, question: &Question) {
    let place = Place::Question { tree: tree.id.clone(), question: question.id.clone() };
    builder.begin(place, Group::Questions, within, &plain(&question.prompt));
    builder.add(Field::Id, &question.id);
    add_all(builder, Field::Worry, &question.worries);
    for option in question.options() {
        builder.option(&option.id, &labelled(&option.label, &option.meaning));
    }
    if let Kind::Number(scale) = &question.kind {
        let line =
            |band: &Band| if band.meaning.is_empty() { plain(&band.label).into_owned() } else { labelled(&band.label, &band.meaning) };
        scale.bands.iter().for_each(|band| builder.add(Field::Option, &line(band)));
    }
    if let Some(fact) = &question.fact {
        builder.add(Field::Id, &fact.name);
    }
    builder.add(Field::Body, &plain(&question.why));
    add_all(builder, Field::Body, &question.how_to_tell);
    builder.add(Field::Body, &plain(&question.assume_why));
}

fn add_outcome(builder: &mut Builder, tree: &Tree, within: &Arc<str>, outcome: &Outcome) {
    let place = Place::Outcome { tree: tree.id.clone(), outcome: outcome.id.clone() };
    builder.begin(place, Group::Outcomes, within, &plain(&outcome.recommendation));
    builder.add(Field::Id, &outcome.id);
    add_all(builder, Field::Worry, &outcome.worries);
    builder.add(Field::Body, &plain(&outcome.why));
    for item in [&outcome.gains, &outcome.costs, &outcome.first_steps].into_iter().flatten() {
        builder.add(Field::Body, &plain(&item.value));
    }
    for Item { value: watch, .. } in &outcome.watch {
        builder.add(Field::Body, &labelled(&watch.metric, &watch.figure));
    }
    builder.add(Field::Body, &plain(&outcome.revisit));
    builder.add(Field::Body, &plain(&outcome.wrong_when));
    for Item { value: alternative, .. } in &outcome.alternatives {
        let line = match &alternative.is {
            AlternativeIs::Outcome(ix) => labelled(&tree[*ix].recommendation, &alternative.right_when),
            AlternativeIs::Named(name) => labelled(name, &alternative.right_when),
        };
        builder.add(Field::Body, &line);
    }
}

fn add_also(builder: &mut Builder, tree: &Tree, within: &Arc<str>, also: &Also) {
    let place = Place::Also { tree: tree.id.clone(), id: also.id.clone() };
    builder.begin(place, Group::Outcomes, within, &plain(&also.recommendation));
    builder.add(Field::Id, &also.id);
    builder.add(Field::Id, &also.aspect);
    builder.add(Field::Body, &plain(&also.why));
}

/// A document has an entry for each heading, with the text up to the next one.
fn add_document(builder: &mut Builder, id: &str, document: &Document) {
    let title: Arc<str> = document.title.as_str().into();
    let nothing: Arc<str> = "".into();
    if !matches!(document.blocks.first(), Some(Block::Heading(..))) {
        builder.begin(Place::Section(id.to_owned()), Group::References, &nothing, &title);
        builder.add(Field::Id, id);
    }
    for block in &document.blocks {
        let Block::Heading(ix, _) = block else {
            add_block(builder, block);
            continue;
        };
        let Some(heading) = document.headings.get(*ix) else { continue };
        let (place, within) = match heading.level {
            1 => (id.to_owned(), &nothing),
            _ => (format!("{id}#{}", heading.anchor), &title),
        };
        builder.begin(Place::Section(place), Group::References, within, &heading.text);
        builder.add(Field::Id, if heading.level == 1 { id } else { &heading.anchor });
        add_all(builder, Field::Worry, &heading.worries);
    }
}

fn add_block(builder: &mut Builder, block: &Block) {
    // What is still to be added, the next one last: lists and quotes nest.
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => builder.add(Field::Body, &joined(inlines)),
            Block::Code { lines, .. } => lines.iter().for_each(|line| builder.add(Field::Code, line)),
            Block::Quote(inner) => open.extend(inner.iter().rev()),
            Block::List { items, .. } => open.extend(items.iter().rev().flat_map(|item| item.iter().rev())),
            Block::Table { head, rows } => {
                for row in std::iter::once(head).chain(rows) {
                    let cells: Vec<String> = row.iter().map(|cell| joined(cell)).filter(|cell| !cell.is_empty()).collect();
                    builder.add(Field::Body, &cells.join(" | "));
                }
            }
            Block::Rule => {}
        }
    }
}

fn add_anti_pattern(builder: &mut Builder, entry: &AntiPattern) {
    builder.begin(Place::AntiPattern(entry.id.clone()), Group::AntiPatterns, &Arc::from(""), &plain(&entry.title));
    builder.add(Field::Id, &entry.id);
    add_all(builder, Field::Worry, &entry.worries);
    builder.add(Field::Summary, &plain(&entry.mistake));
    builder.add(Field::Body, &plain(&entry.why));
    builder.add(Field::Body, &plain(&entry.instead));
}

/// A conflict has no title; the beginning of its reason is one.
fn add_conflict(builder: &mut Builder, entry: &Contradiction) {
    let why = plain(&entry.why);
    let title = why.split_once(". ").map_or(&*why, |(first, _)| first);
    let [one, other] = &entry.between;
    let within = format!("{} / {}", one.tree.name, other.tree.name);
    builder.begin(Place::Conflict(entry.id.clone()), Group::Conflicts, &Arc::from(within), title);
    builder.add(Field::Id, &entry.id);
    add_all(builder, Field::Worry, &entry.worries);
    builder.add(Field::Body, &why);
    builder.add(Field::Body, &plain(&entry.way_out));
}

fn add_term(builder: &mut Builder, term: &Term) {
    builder.begin(Place::Term(term.term.clone()), Group::Glossary, &Arc::from(""), &term.term);
    let aliases: Vec<String> = term.aliases.iter().map(|alias| plain(alias).into_owned()).collect();
    aliases.iter().for_each(|alias| builder.add(Field::Alias, alias));
    builder.add(Field::Summary, &plain(&term.meaning));
    builder.names(std::iter::once(term.term.clone()).chain(aliases).collect());
}

fn add_principle(builder: &mut Builder, principle: &Principle) {
    builder.begin(Place::Principle(principle.id.clone()), Group::Principles, &Arc::from(""), &plain(&principle.title));
    builder.add(Field::Id, &principle.id);
    builder.add(Field::Body, &plain(&principle.text));
}

fn add_all(builder: &mut Builder, field: Field, texts: &[Text]) {
    texts.iter().for_each(|text| builder.add(field, &plain(text)));
}

fn labelled(label: &Text, text: &Text) -> String {
    format!("{}: {}", plain(label), plain(text))
}

/// A text without its inline marks, which would stand in the way of what is shown.
fn plain(text: &Text) -> Cow<'_, str> {
    if !text.contains(['`', '*', '_', '[', '<', '&', '\\']) {
        return Cow::Borrowed(text);
    }
    let paragraphs = inline(text).into_iter().map(|block| match block {
        Block::Paragraph(inlines) => Some(joined(&inlines)),
        _ => None,
    });
    // A text that is more than paragraphs was not meant to be: it is shown as it stands.
    paragraphs.collect::<Option<Vec<String>>>().map_or(Cow::Borrowed(text), |paragraphs| Cow::Owned(paragraphs.join("\n\n")))
}

fn joined(inlines: &[Inline]) -> String {
    inlines.iter().map(|inline| inline.text.as_str()).collect()
}

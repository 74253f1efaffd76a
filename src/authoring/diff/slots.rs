//! Which questions of two trees are the same, and the answers that either tree tells apart.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::Side;
use crate::advice::walk::{Answer, Value};
use crate::content::tree::{Kind, QuestionIx, Scale, Tree};

/// The most options of a selection whose every combination is tried.
pub(super) const MAX_COMBINED: usize = 12;

/// Everything that is answered in either tree, each answer once.
pub(super) struct Slots<'a> {
    old: &'a Tree,
    new: &'a Tree,
    of_old: Vec<usize>,
    of_new: Vec<usize>,
    all: Vec<Slot>,
    /// The options that some condition names, by question.
    named: [HashMap<QuestionIx, u64>; 2],
}

/// One answer, and the questions that it answers.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) old: Vec<QuestionIx>,
    pub(super) new: Vec<QuestionIx>,
    ways: OnceCell<Ways>,
}

/// The ways to answer.
pub(super) struct Ways {
    pub(super) all: Vec<Answer>,
    /// Whether these are all that can be told apart.
    pub(super) whole: bool,
}

impl<'a> Slots<'a> {
    /// Pairs the questions up: by their fact, else by their id, else as renamed (new ids to old ones). No two answers of one tree
    /// become one.
    pub(super) fn new(old: &'a Tree, new: &'a Tree, renamed: &HashMap<&str, &str>) -> Self {
        let mut all: Vec<Slot> = Vec::new();
        let mut by_key: HashMap<&str, usize> = HashMap::new();
        let mut of_old = Vec::with_capacity(old.questions().len());
        for (ix, _) in old.questions() {
            let at = *by_key.entry(key(old, ix)).or_insert_with(|| {
                all.push(Slot::default());
                all.len() - 1
            });
            all.get_mut(at).into_iter().for_each(|slot| slot.old.push(ix));
            of_old.push(at);
        }
        let mut place: HashMap<&str, usize> =
            new.questions().filter_map(|(ix, _)| by_key.get_key_value(key(new, ix))).map(|(k, v)| (*k, *v)).collect();
        let mut claimed: HashSet<usize> = place.values().copied().collect();
        for by_name in [false, true] {
            for (ix, question) in new.questions() {
                let id = if by_name { renamed.get(question.id.as_str()).copied() } else { Some(question.id.as_str()) };
                let before = id.and_then(|id| old.question(id)).and_then(|before| of_old.get(before.place()).copied());
                if let Some(at) = before.filter(|at| !place.contains_key(key(new, ix)) && !claimed.contains(at)) {
                    place.insert(key(new, ix), at);
                    claimed.insert(at);
                }
            }
        }
        let mut of_new = Vec::with_capacity(new.questions().len());
        for (ix, _) in new.questions() {
            let at = *place.entry(key(new, ix)).or_insert_with(|| {
                all.push(Slot::default());
                all.len() - 1
            });
            all.get_mut(at).into_iter().for_each(|slot| slot.new.push(ix));
            of_new.push(at);
        }
        Slots { old, new, of_old, of_new, all, named: [named(old), named(new)] }
    }

    /// The slot of a question.
    pub(super) fn of(&self, side: Side, question: QuestionIx) -> usize {
        let of = if side == Side::Old { &self.of_old } else { &self.of_new };
        of.get(question.place()).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn get(&self, slot: usize) -> Option<&Slot> {
        self.all.get(slot)
    }

    /// Every way to answer a slot that either tree tells from others.
    pub(super) fn ways(&self, slot: usize) -> Option<&Ways> {
        let slot = self.all.get(slot)?;
        Some(slot.ways.get_or_init(|| self.find_ways(slot)))
    }

    fn find_ways(&self, slot: &Slot) -> Ways {
        let asked = || slot.old.iter().map(|ix| (Side::Old, *ix)).chain(slot.new.iter().map(|ix| (Side::New, *ix)));
        let questions = || asked().map(|(side, ix)| (side, ix, if side == Side::Old { &self.old[ix] } else { &self.new[ix] }));
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        let (mut scales, mut sets) = (Vec::new(), Vec::new());
        for (side, ix, question) in questions() {
            match &question.kind {
                Kind::Choice { options, .. } => {
                    let fresh = options.iter().filter(|option| seen.insert(option.id.as_str()));
                    all.extend(fresh.map(|option| Answer::Given(Value::Option(option.id.clone()))));
                }
                Kind::Select { options, .. } => {
                    let named = self.named.get(side as usize).and_then(|named| named.get(&ix)).copied().unwrap_or(0);
                    sets.push((options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), named));
                }
                Kind::Number(scale) => scales.push(scale),
            }
        }
        all.extend(figures(&scales).into_iter().map(|figure| Answer::Given(Value::Number(figure))));
        let (mut selections, whole) = selections(&sets);
        all.append(&mut selections);
        let assumed = |of: &[QuestionIx], tree: &Tree| of.first().map(|ix| Value::assumed(&tree[*ix]));
        if let (Some(before), Some(after)) = (assumed(&slot.old, self.old), assumed(&slot.new, self.new))
            && before != after
        {
            all.push(Answer::Unsure);
        }
        Ways { all, whole }
    }
}

/// What a question's answer is kept under.
fn key(tree: &Tree, question: QuestionIx) -> &str {
    let question = &tree[question];
    question.fact.as_ref().map_or(&question.id, |fact| &fact.name)
}

fn named(tree: &Tree) -> HashMap<QuestionIx, u64> {
    let mut named: HashMap<QuestionIx, u64> = HashMap::new();
    let edges = tree.questions().flat_map(|(_, question)| &question.edges).filter_map(|edge| edge.when.as_ref());
    let also = tree.also.iter().filter_map(|also| also.when.as_ref());
    let parts = tree.outcomes().flat_map(|(_, outcome)| outcome.own_parts()).filter_map(|(_, when)| when);
    for condition in edges.chain(also).chain(parts) {
        condition.test.atoms(&mut |question, at| {
            if matches!(tree[question].kind, Kind::Select { .. }) {
                *named.entry(question).or_default() |= 1 << at;
            }
        });
    }
    named
}

/// A figure of each stretch that some scale tells from the next one.
fn figures(scales: &[&Scale]) -> Vec<f64> {
    let Some(highest) = scales.iter().map(|scale| scale.max).max_by(f64::total_cmp) else { return Vec::new() };
    let froms = scales.iter().flat_map(|scale| scale.bands.iter().map(|band| (band.from, true)));
    let beyond = scales.iter().filter(|scale| scale.max < highest).map(|scale| (scale.max.next_up(), false));
    let mut points: Vec<(f64, bool)> = froms.chain(beyond).collect();
    // A figure that is written in the file comes first among equals.
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    points.dedup_by(|a, b| a.0 == b.0);
    let ends = points.iter().skip(1).map(|point| point.0).chain([highest.next_up()]);
    let readable = |from: f64, end: f64| [from.ceil(), highest].into_iter().find(|figure| (from..end).contains(figure)).unwrap_or(from);
    points.iter().zip(ends).map(|((from, written), end)| if *written { *from } else { readable(*from, end) }).collect()
}

/// The sets of options that can be told apart, small ones first: by conditions, or because not every question has the option.
fn selections(sets: &[(Vec<&str>, u64)]) -> (Vec<Answer>, bool) {
    if sets.is_empty() {
        return (Vec::new(), true);
    }
    let mut telling: BTreeSet<&str> = BTreeSet::new();
    for (options, named) in sets {
        for (at, id) in options.iter().enumerate() {
            if named >> at & 1 == 1 || sets.iter().any(|(others, _)| !others.contains(id)) {
                telling.insert(id);
            }
        }
    }
    let telling: Vec<&str> = telling.into_iter().collect();
    let answer = |set: u64| {
        let ids = telling.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, id)| (*id).to_owned());
        Answer::Given(Value::Options(ids.collect()))
    };
    if telling.len() > MAX_COMBINED {
        let count = telling.len().min(64);
        // One of each size: a condition on how many are chosen tells them apart.
        let sizes = (2..=count).map(|size| u64::MAX >> (64 - size));
        let some = std::iter::once(0).chain((0..count).map(|at| 1 << at)).chain(sizes);
        return (some.map(answer).collect(), false);
    }
    let mut all: Vec<u64> = (0..1 << telling.len()).collect();
    all.sort_by_key(|set| set.count_ones());
    (all.into_iter().map(answer).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_tried_small_ones_first() {
        let (all, whole) = selections(&[(vec!["a", "b", "c"], 0b11), (vec!["a", "b", "c", "d"], 0)]);
        let sizes: Vec<usize> =
            all.iter().map(|answer| if let Answer::Given(Value::Options(ids)) = answer { ids.len() } else { 99 }).collect();
        assert_eq!((sizes, whole), (vec![0, 1, 1, 1, 2, 2, 2, 3], true));
    }

    #[test]
    fn of_many_options_one_set_of_each_size_is_tried() {
        let ids: Vec<String> = (10..30).map(|at| format!("p{at}")).collect();
        let (all, whole) = selections(&[(ids.iter().map(String::as_str).collect(), u64::MAX)]);
        let sizes: BTreeSet<usize> =
            all.iter().map(|answer| if let Answer::Given(Value::Options(ids)) = answer { ids.len() } else { 99 }).collect();
        assert_eq!((sizes, all.len(), whole), ((0..=20).collect(), 40, false));
    }

    /// The figures that are tried for scales, each given by its end and where its bands begin.
    #[track_caller]
    fn check_figures(scales: &[(f64, &[f64])], expected: &[f64]) {
        let scale = |(max, bands): &(f64, &[f64])| {
            let ron = bands.iter().enumerate().map(|(at, from)| {
                let below = bands.get(at + 1).copied().unwrap_or(*max);
                format!(
                    "(id: \"b{at}\", label: \"L\", from: {from:?}, below: {below:?}, to: \"o\", source: (title: \"S\", url: \"https://example.org\"))"
                )
            });
            let bands = ron.collect::<Vec<_>>().join(", ");
            let tree = format!(
                "(id: \"t\", version: 1, title: \"T\", summary: \"S\", start: \"q\", nodes: [Question(id: \"q\", prompt: \"P\", why: \"W\", \
                 how_to_tell: [\"H\"], assume_why: \"A\", kind: Number(assume: 0, unit: \"u\", min: 0, max: {max:?}, bands: [{bands}])), \
                 Outcome(id: \"o\", recommendation: \"R\", why: \"W\", gains: [\"G\"], costs: [\"C\"], first_steps: [\"F\"], \
                 watch: [(metric: \"M\", figure: \"F\")], revisit: \"R\", wrong_when: \"W\", alternatives: [], references: [\"r\"], \
                 sources: [(title: \"S\", url: \"https://example.org\")])])"
            );
            let (tree, faults) = crate::content::tree::parse(&tree);
            tree.unwrap_or_else(|| panic!("{faults:?}"))
        };
        let trees: Vec<Tree> = scales.iter().map(scale).collect();
        let all = trees.iter().filter_map(|tree| match &tree[tree.question("q")?].kind {
            Kind::Number(scale) => Some(scale),
            _ => None,
        });
        assert_eq!(figures(&all.collect::<Vec<_>>()), expected);
    }

    #[test]
    fn a_figure_of_each_stretch_is_tried() {
        check_figures(&[(40.0, &[0.0, 7.5]), (40.0, &[0.0, 5.0])], &[0.0, 5.0, 7.5]);
        // Past the end of one scale: the next whole figure, or the end of the other one.
        check_figures(&[(40.0, &[0.0]), (30.0, &[0.0])], &[0.0, 31.0]);
        check_figures(&[(30.25, &[0.0]), (30.0, &[0.0])], &[0.0, 30.25]);
        check_figures(&[(40.0, &[0.0, 30.0]), (30.0, &[0.0])], &[0.0, 30.0, 31.0]);
    }
}

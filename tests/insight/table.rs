//! Everything that can become of a small tree, written down once: each way through it, with all that was answered on it. What is
//! to be said of some answers is then looked up.

use std::collections::{BTreeMap, BTreeSet};

use waypost::advice::walk::Value;

use super::plan::{Form, MAX, Plan, Replies, Reply, Test, To, Val};

/// The most ways through a tree that are written down.
const MAX_WALKS: usize = 300;

pub(crate) struct Table<'a> {
    pub(crate) plan: &'a Plan,
    /// Every way to answer a slot: of figures, one for each stretch between two cut-offs, in the order of the figures.
    pub(crate) ways: Vec<Vec<Val>>,
    pub(crate) walks: Vec<Walk>,
    /// By slot: what some edge that a walk could come to can tell of a way to answer; two with the same mark lead to the same.
    marks: Vec<Vec<Vec<usize>>>,
    /// By slot: the options of a selection that some edge names, a bit each.
    pub(crate) named: Vec<u64>,
    /// The nodes that edges lead to, conditions ignored.
    pub(crate) linked: BTreeSet<usize>,
    pub(crate) linked_outcomes: BTreeSet<usize>,
}

/// One way through the tree.
#[derive(Debug)]
pub(crate) struct Walk {
    /// By slot: which way of answering it was taken; `None` where it was not asked.
    pub(crate) told: Told,
    /// The questions passed.
    pub(crate) path: Vec<usize>,
    pub(crate) outcome: usize,
    /// The outcome and what else holds, by number.
    pub(crate) result: usize,
}

/// By slot: the number of the way in which it is answered.
pub(crate) type Told = Vec<Option<usize>>;

/// What can become of some answers.
pub(crate) struct Future<'a> {
    pub(crate) walks: Vec<&'a Walk>,
    /// How many questions are passed before something is open.
    pub(crate) passed: usize,
    /// The question that is open.
    pub(crate) open: Option<usize>,
}

impl<'a> Table<'a> {
    /// `None` for a tree with too many ways through it.
    pub(crate) fn new(plan: &'a Plan) -> Option<Table<'a>> {
        let ways: Vec<Vec<Val>> = (0..plan.slots()).map(|slot| in_order(plan.ways(slot))).collect();
        let mut table = Table {
            plan,
            ways,
            walks: Vec::new(),
            marks: Vec::new(),
            named: vec![0; plan.slots()],
            linked: BTreeSet::new(),
            linked_outcomes: BTreeSet::new(),
        };
        table.link();
        table.marks = (0..plan.slots()).map(|slot| (0..table.ways[slot].len()).map(|way| table.mark_of(slot, way)).collect()).collect();
        let mut results = BTreeMap::new();
        table.answer_on(&mut vec![None; plan.slots()], &mut results).then_some(table)
    }

    fn answer_on(&mut self, told: &mut Told, results: &mut BTreeMap<(String, BTreeSet<String>), usize>) -> bool {
        let replies: Replies = told.iter().enumerate().map(|(slot, way)| Some(Reply::Given(self.ways[slot][(*way)?].clone()))).collect();
        let passed = self.plan.follow(&replies);
        match passed.end {
            To::Outcome(outcome) => {
                let number = results.len();
                let result = *results.entry(self.plan.result(&passed).unwrap()).or_insert(number);
                let path = passed.steps.iter().map(|step| step.question).collect();
                self.walks.push(Walk { told: told.clone(), path, outcome, result });
                self.walks.len() <= MAX_WALKS
            }
            To::Question(question) => {
                let slot = self.plan.slot(question);
                let all = (0..self.ways[slot].len()).all(|way| {
                    told[slot] = Some(way);
                    self.answer_on(told, results)
                });
                told[slot] = None;
                all
            }
        }
    }

    /// Finds the nodes that edges lead to, and the options that these edges name.
    fn link(&mut self) {
        let mut open = vec![To::Question(0)];
        while let Some(to) = open.pop() {
            let To::Question(question) = to else {
                self.linked_outcomes.extend(if let To::Outcome(outcome) = to { Some(outcome) } else { None });
                continue;
            };
            if !self.linked.insert(question) {
                continue;
            }
            open.extend(self.plan.edges(question).iter().map(|(_, to)| *to));
        }
        // Of a question that no edge leads to nothing ever holds.
        for question in self.linked.clone() {
            self.plan.edges(question).iter().for_each(|(test, _)| test.iter().for_each(|test| self.name(test)));
        }
    }

    fn name(&mut self, test: &Test) {
        match test {
            Test::Atom(question, at) => {
                if self.linked.contains(question) && matches!(self.plan.asked[*question].form, Form::Select { .. }) {
                    self.named[self.plan.slot(*question)] |= 1 << at;
                }
            }
            Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().for_each(|test| self.name(test)),
            Test::Not(test) => self.name(test),
        }
    }

    fn mark_of(&self, slot: usize, way: usize) -> Vec<usize> {
        match &self.ways[slot][way] {
            Val::Option(at) => vec![*at],
            Val::Set(set) => vec![(set & self.named[slot]) as usize],
            Val::Figure(figure) => {
                let asking = self.plan.asking(slot).filter(|question| self.linked.contains(question));
                asking.map(|question| self.plan.asked[question].starts.iter().filter(|start| *start <= figure).count()).collect()
            }
            Val::Misfit(_) => vec![],
        }
    }

    pub(crate) fn mark(&self, slot: usize, way: usize) -> &[usize] {
        &self.marks[slot][way]
    }

    /// Which of the ways to answer a slot a value is; `None` for one that does not fit.
    pub(crate) fn way(&self, slot: usize, val: &Val) -> Option<usize> {
        match val {
            Val::Misfit(_) => None,
            Val::Figure(figure) => {
                Some(self.ways[slot].iter().filter(|way| matches!(way, Val::Figure(from) if from <= figure)).count() - 1)
            }
            other => self.ways[slot].iter().position(|way| way == other),
        }
    }

    /// What "not sure" stands for.
    pub(crate) fn assumed(&self, slot: usize) -> Val {
        self.plan.asking(slot).next().map(|question| self.plan.asked[question].form.assumed()).unwrap()
    }

    /// The stretch of figures of a way: where it begins, and the cut-off behind it.
    pub(crate) fn stretch(&self, slot: usize, way: usize) -> (f64, Option<f64>) {
        let from = |way: &Val| if let Val::Figure(from) = way { *from } else { panic!("not a figure: {way:?}") };
        (from(&self.ways[slot][way]), self.ways[slot].get(way + 1).map(from))
    }

    /// A value of the program as one of the plan.
    pub(crate) fn val(&self, slot: usize, value: &Value) -> Val {
        let place = |id: &String, count: usize| id.strip_prefix('a')?.parse::<usize>().ok().filter(|at| *at < count);
        let form = self.plan.asking(slot).next().map(|question| &self.plan.asked[question].form).unwrap();
        let val = match (form, value) {
            (Form::Choice { count, .. }, Value::Option(id)) => place(id, *count).map(Val::Option),
            (Form::Select { count, .. }, Value::Options(ids)) => {
                let places: Option<Vec<usize>> = ids.iter().map(|id| place(id, *count)).collect();
                places.map(|places| Val::Set(places.into_iter().map(|at| 1 << at).sum()))
            }
            (Form::Number { .. }, Value::Number(figure)) => (0.0..=MAX).contains(figure).then_some(Val::Figure(*figure)),
            _ => None,
        };
        val.unwrap_or_else(|| Val::Misfit(value.clone()))
    }

    /// Which way each slot is answered; what does not fit is no answer.
    pub(crate) fn told(&self, replies: &Replies) -> Told {
        let told = |slot: usize, reply: &Reply| match reply {
            Reply::Given(val) => self.way(slot, val),
            Reply::Unsure => self.way(slot, &self.assumed(slot)),
        };
        replies.iter().enumerate().map(|(slot, reply)| told(slot, reply.as_ref()?)).collect()
    }

    /// What can become of answers.
    pub(crate) fn after(&self, told: &Told) -> Future<'_> {
        let agrees = |walk: &&Walk| walk.told.iter().zip(told).all(|(walk, told)| walk.is_none() || told.is_none() || walk == told);
        let walks: Vec<&Walk> = self.walks.iter().filter(agrees).collect();
        let path = &walks.first().expect("some way is open").path;
        let passed = path.iter().take_while(|question| told[self.plan.slot(**question)].is_some()).count();
        let open = path.get(passed).copied();
        Future { walks, passed, open }
    }
}

impl Future<'_> {
    pub(crate) fn outcomes(&self) -> BTreeSet<usize> {
        self.walks.iter().map(|walk| walk.outcome).collect()
    }

    pub(crate) fn results(&self) -> BTreeSet<usize> {
        self.walks.iter().map(|walk| walk.result).collect()
    }

    pub(crate) fn questions(&self) -> BTreeSet<usize> {
        self.walks.iter().flat_map(|walk| walk.path[self.passed..].iter().copied()).collect()
    }
}

/// Figures in order, each once, and only those at which something changes; other values as they are.
fn in_order(ways: Vec<Val>) -> Vec<Val> {
    let mut figures: Vec<f64> = ways.iter().filter_map(|way| if let Val::Figure(figure) = way { Some(*figure) } else { None }).collect();
    if figures.is_empty() {
        return ways;
    }
    figures.sort_by(f64::total_cmp);
    figures.dedup();
    figures.retain(|figure| *figure < MAX);
    figures.into_iter().map(Val::Figure).collect()
}

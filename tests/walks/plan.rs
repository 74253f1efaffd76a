//! Small random trees: a plan of one, its text in RON, and what DATA.md says that answers to it mean.
//!
//! The meaning is written down a second time here, as plainly as it can be, and shares nothing with the program's own reading.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;
use waypost::advice::walk::{Answer, Answers, Key, Value};

/// A tree to be.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) asked: Vec<Asked>,
    pub(crate) outcomes: usize,
    /// What the questions of a fact share.
    pub(crate) facts: Vec<Form>,
    /// `also` entries of the tree; the outcome of the same place has a gain under the same condition.
    pub(crate) also: Vec<Test>,
    /// What else the outcomes have.
    pub(crate) parts: Vec<Part>,
    /// Where each node stands in the file: questions first, then outcomes, by rank.
    ranks: Vec<u16>,
    /// By question: the number in its id; those that are asked in another order keep it.
    numbers: Vec<usize>,
    /// By question: all of its edges.
    edges: Vec<Vec<(Option<Test>, To)>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) fact: Option<usize>,
    pub(crate) form: Form,
    /// Where the bands of a number begin; the last one ends at [`MAX`].
    pub(crate) starts: Vec<f64>,
    pub(crate) edges: Vec<(Test, To)>,
    /// Where each option or band leads by itself.
    pub(crate) own: Vec<Option<To>>,
    pub(crate) rest: Option<To>,
}

/// A part of an outcome.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) of: usize,
    pub(crate) kind: PartKind,
    pub(crate) when: Option<Test>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum PartKind {
    Cost,
    Watch,
    Also,
    /// An outcome, or something that has only a name.
    Alternative(Option<usize>),
}

#[derive(Debug, Clone)]
pub(crate) enum Form {
    Choice { count: usize, assume: usize },
    Select { count: usize, assume: u64 },
    Number { assume: f64 },
}

/// The largest figure of every number; the smallest is 0.
pub(crate) const MAX: f64 = 100.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum To {
    Question(usize),
    Outcome(usize),
}

/// A condition; what an atom tests is said by the kind of its question.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Atom(usize, usize),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    AtLeast(usize, Vec<Test>),
}

/// A value as the plan sees it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Val {
    Option(usize),
    Set(u64),
    Figure(f64),
    /// One that no question of the kind takes.
    Misfit(Value),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    Unsure,
    Given(Val),
}

/// The replies to a plan: first those to its facts, then those to its questions.
pub(crate) type Replies = Vec<Option<Reply>>;

/// The way that replies make.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passed {
    pub(crate) steps: Vec<PassedStep>,
    pub(crate) end: To,
    /// Whether it ended because the reply there does not fit.
    pub(crate) misfit: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PassedStep {
    pub(crate) question: usize,
    pub(crate) val: Val,
    pub(crate) assumed: bool,
    pub(crate) repeated: bool,
}

impl Form {
    /// How many answers can be named: options, or bands.
    fn answers(&self, starts: &[f64]) -> usize {
        match self {
            Form::Choice { count, .. } | Form::Select { count, .. } => *count,
            Form::Number { .. } => starts.len(),
        }
    }

    /// What "not sure" stands for.
    pub(crate) fn assumed(&self) -> Val {
        match self {
            Form::Choice { assume, .. } => Val::Option(*assume),
            Form::Select { assume, .. } => Val::Set(*assume),
            Form::Number { assume } => Val::Figure(*assume),
        }
    }
}

impl Asked {
    fn all_edges(&self, question: usize) -> Vec<(Option<Test>, To)> {
        let own = self.own.iter().enumerate().filter_map(|(at, to)| Some((Some(Test::Atom(question, at)), (*to)?)));
        let drawn = self.edges.iter().map(|(test, to)| (Some(test.clone()), *to));
        drawn.chain(own).chain(self.rest.map(|to| (None, to))).collect()
    }
}

impl Plan {
    /// A plan without facts and `also`, its nodes in order.
    pub(crate) fn new(asked: Vec<Asked>, outcomes: usize) -> Plan {
        let edges = asked.iter().enumerate().map(|(at, asked)| asked.all_edges(at)).collect();
        let numbers = (0..asked.len()).collect();
        Plan { asked, outcomes, facts: Vec::new(), also: Vec::new(), parts: Vec::new(), ranks: Vec::new(), numbers, edges }
    }

    /// Where the reply to a question is kept.
    pub(crate) fn slot(&self, question: usize) -> usize {
        self.asked[question].fact.unwrap_or(self.facts.len() + self.numbers[question])
    }

    /// The id of a node.
    pub(crate) fn id(&self, node: To) -> String {
        match node {
            To::Question(at) => id(To::Question(self.numbers[at])),
            outcome => id(outcome),
        }
    }

    pub(crate) fn slots(&self) -> usize {
        self.facts.len() + self.asked.len()
    }

    /// The questions whose reply is kept in a slot.
    pub(crate) fn asking(&self, slot: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.asked.len()).filter(move |question| self.slot(*question) == slot)
    }

    /// DATA.md, "What a walk is": from the start, each answered question's first edge that holds, to an outcome or to the first
    /// question with no answer.
    pub(crate) fn follow(&self, replies: &Replies) -> Passed {
        let mut steps: Vec<PassedStep> = Vec::new();
        let mut at = To::Question(0);
        while let To::Question(question) = at {
            let slot = self.slot(question);
            let (val, assumed) = match &replies[slot] {
                None => return Passed { steps, end: at, misfit: false },
                Some(Reply::Given(Val::Misfit(_))) => return Passed { steps, end: at, misfit: true },
                Some(Reply::Given(val)) => (val.clone(), false),
                Some(Reply::Unsure) => (self.asked[question].form.assumed(), true),
            };
            let repeated = steps.iter().any(|step| self.slot(step.question) == slot);
            steps.push(PassedStep { question, val, assumed, repeated });
            let edges = self.edges(question);
            at = edges.iter().find(|(test, _)| self.holds_if(test.as_ref(), &steps)).map(|(_, to)| *to).expect("every answer leads on");
        }
        Passed { steps, end: at, misfit: false }
    }

    /// The edges of a question, in order: its own, those of its answers, and the one that is always taken.
    pub(crate) fn edges(&self, question: usize) -> &[(Option<Test>, To)] {
        &self.edges[question]
    }

    pub(crate) fn holds_if(&self, test: Option<&Test>, steps: &[PassedStep]) -> bool {
        test.is_none_or(|test| self.holds(test, steps))
    }

    /// A condition on a question that was not passed is false, and its `Not` true.
    pub(crate) fn holds(&self, test: &Test, steps: &[PassedStep]) -> bool {
        match test {
            Test::Atom(question, at) => {
                let starts = &self.asked[*question].starts;
                match steps.iter().find(|step| step.question == *question).map(|step| &step.val) {
                    Some(Val::Option(option)) => option == at,
                    Some(Val::Set(set)) => set & (1 << at) != 0,
                    Some(Val::Figure(figure)) => starts[*at] <= *figure && starts.get(at + 1).is_none_or(|next| figure < next),
                    Some(Val::Misfit(_)) | None => false,
                }
            }
            Test::All(tests) => !tests.iter().any(|test| !self.holds(test, steps)),
            Test::Any(tests) => tests.iter().any(|test| self.holds(test, steps)),
            Test::Not(test) => !self.holds(test, steps),
            Test::AtLeast(count, tests) => tests.iter().filter(|test| self.holds(test, steps)).count() >= *count,
        }
    }

    /// The result: the outcome, and the ids of the conditional items and `also` entries that hold.
    pub(crate) fn result(&self, passed: &Passed) -> Option<(String, BTreeSet<String>)> {
        let To::Outcome(outcome) = passed.end else { return None };
        let mut items = BTreeSet::new();
        for at in (0..self.also.len()).filter(|at| self.holds(&self.also[*at], &passed.steps)) {
            items.insert(format!("also-{at}"));
            if at == outcome {
                items.insert(format!("gain-{at}"));
            }
        }
        for (at, part) in self.parts.iter().enumerate().filter(|(_, part)| part.of == outcome) {
            let counts = match &part.when {
                Some(test) => self.holds(test, &passed.steps),
                // Without a condition it is the same for everybody, and no part of the result.
                None => part.kind == PartKind::Also,
            };
            if counts {
                items.insert(format!("part-{at}"));
            }
        }
        Some((self.id(passed.end), items))
    }

    /// Every answer to a slot that anything could tell from another.
    pub(crate) fn ways(&self, slot: usize) -> Vec<Val> {
        let Some(first) = self.asking(slot).next() else { return Vec::new() };
        match &self.asked[first].form {
            Form::Choice { count, .. } => (0..*count).map(Val::Option).collect(),
            Form::Select { count, .. } => (0..1 << count).map(Val::Set).collect(),
            Form::Number { .. } => {
                let cuts = self.asking(slot).flat_map(|question| self.asked[question].starts.clone());
                cuts.chain([MAX]).map(Val::Figure).collect()
            }
        }
    }

    pub(crate) fn key(&self, slot: usize) -> Key {
        match slot.checked_sub(self.facts.len()) {
            None => Key::Fact(format!("fact.f{slot}")),
            Some(question) => Key::Question { tree: "plan".to_owned(), question: format!("q{question}") },
        }
    }

    pub(crate) fn answers(&self, replies: &Replies) -> Answers {
        let given = replies.iter().enumerate().filter_map(|(slot, reply)| Some((self.key(slot), answer(reply.as_ref()?))));
        given.collect()
    }

    /// The tree as its author would write it.
    pub(crate) fn ron(&self) -> String {
        let mut ron =
            format!("(id: \"plan\", version: 1, title: \"T\", summary: \"S\", start: \"{}\",\n also: [\n", self.id(To::Question(0)));
        for (at, test) in self.also.iter().enumerate() {
            let when = self.test(test);
            writeln!(ron, "  (id: \"also-{at}\", aspect: \"a\", when: {when}, recommendation: \"R\", why: \"W\"),").unwrap();
        }
        ron.push_str(" ],\n nodes: [\n");
        let mut nodes: Vec<usize> = (0..self.asked.len() + self.outcomes).collect();
        nodes.sort_by_key(|node| self.ranks.get(*node).copied().unwrap_or(0));
        for node in nodes {
            match node.checked_sub(self.asked.len()) {
                None => self.question(node, &mut ron),
                Some(outcome) => self.outcome(outcome, &mut ron),
            }
        }
        ron.push_str(" ])\n");
        ron
    }

    fn question(&self, at: usize, ron: &mut String) {
        let asked = &self.asked[at];
        let to = |to: Option<To>| to.map_or(String::new(), |to| format!(", to: \"{}\"", self.id(to)));
        let options = |count: usize| {
            let option = |at| format!("(id: \"a{at}\", label: \"L\", meaning: \"M\"{})", to(asked.own[at]));
            (0..count).map(option).collect::<Vec<_>>().join(", ")
        };
        let kind = match &asked.form {
            Form::Choice { count, assume } => format!("Choice(assume: \"a{assume}\", options: [{}])", options(*count)),
            Form::Select { count, assume } => {
                let assumed: Vec<String> = (0..*count).filter(|at| assume >> at & 1 == 1).map(|at| format!("\"a{at}\"")).collect();
                format!("Select(assume: [{}], options: [{}])", assumed.join(", "), options(*count))
            }
            Form::Number { assume } => {
                let band = |at: usize| {
                    let (from, below) = (asked.starts[at], asked.starts.get(at + 1).copied().unwrap_or(MAX));
                    let source = "source: (title: \"S\", url: \"https://example.org\")";
                    format!("(id: \"b{at}\", label: \"L\", from: {from:?}, below: {below:?}, {source}{})", to(asked.own[at]))
                };
                let bands: Vec<String> = (0..asked.starts.len()).map(band).collect();
                format!("Number(assume: {assume:?}, unit: \"u\", min: 0, max: {MAX:?}, bands: [{}])", bands.join(", "))
            }
        };
        let fact = asked.fact.map_or(String::new(), |fact| format!(" fact: \"fact.f{fact}\","));
        let edge = |(test, to): &(Test, To)| format!("(when: {}, to: \"{}\")", self.test(test), self.id(*to));
        let edges: Vec<String> = asked.edges.iter().map(edge).collect();
        let edges: String = edges.join(", ");
        let id = self.id(To::Question(at));
        let start = format!("Question(id: \"{id}\", prompt: \"P?\", why: \"W\", how_to_tell: [\"H\"], assume_why: \"A\",{fact}");
        writeln!(ron, "  {start}\n   kind: {kind},\n   edges: [{edges}]{}),", to(asked.rest)).unwrap();
    }

    fn outcome(&self, at: usize, ron: &mut String) {
        let gain = match self.also.get(at) {
            Some(test) => format!("(id: \"gain-{at}\", when: {}, text: \"G\")", self.test(test)),
            None => "\"G\"".to_owned(),
        };
        let list = |of: fn(PartKind) -> bool| self.parts_of(at, of);
        let costs = list(|kind| kind == PartKind::Cost);
        let watch = list(|kind| kind == PartKind::Watch);
        let also = list(|kind| kind == PartKind::Also);
        let alternatives = list(|kind| matches!(kind, PartKind::Alternative(_)));
        writeln!(
            ron,
            "  Outcome(id: \"o{at}\", recommendation: \"R\", why: \"W\", gains: [{gain}], costs: [{costs}\"C\"], first_steps: [\"F\"],\n   \
             watch: [{watch}(metric: \"M\", figure: \"F\")], revisit: \"R\", wrong_when: \"W\", alternatives: [{alternatives}],\n   \
             also: [{also}], references: [\"r\"], sources: [(title: \"S\", url: \"https://example.org\")]),"
        )
        .unwrap();
    }

    fn parts_of(&self, outcome: usize, of: fn(PartKind) -> bool) -> String {
        let parts = self.parts.iter().enumerate().filter(|(_, part)| part.of == outcome && of(part.kind));
        let written = parts.map(|(at, part)| {
            let when = part.when.as_ref().map_or(String::new(), |test| format!("when: {}, ", self.test(test)));
            let rest = match part.kind {
                PartKind::Cost => "text: \"C\"".to_owned(),
                PartKind::Watch => "metric: \"M\", figure: \"F\"".to_owned(),
                PartKind::Also => "aspect: \"a\", recommendation: \"R\", why: \"W\"".to_owned(),
                PartKind::Alternative(Some(outcome)) => format!("outcome: \"o{outcome}\", right_when: \"R\""),
                PartKind::Alternative(None) => "name: \"N\", right_when: \"R\"".to_owned(),
            };
            format!("(id: \"part-{at}\", {when}{rest}), ")
        });
        written.collect()
    }

    fn test(&self, test: &Test) -> String {
        let list = |tests: &[Test]| tests.iter().map(|test| self.test(test)).collect::<Vec<_>>().join(", ");
        match test {
            Test::Atom(question, at) => {
                let id = self.id(To::Question(*question));
                match self.asked[*question].form {
                    Form::Choice { .. } => format!("Is(\"{id}\", \"a{at}\")"),
                    Form::Select { .. } => format!("Has(\"{id}\", \"a{at}\")"),
                    Form::Number { .. } => format!("In(\"{id}\", \"b{at}\")"),
                }
            }
            Test::All(tests) => format!("All([{}])", list(tests)),
            Test::Any(tests) => format!("Any([{}])", list(tests)),
            Test::Not(test) => format!("Not({})", self.test(test)),
            Test::AtLeast(count, tests) => format!("AtLeast({count}, [{}])", list(tests)),
        }
    }
}

/// The id of a node of a plan whose questions stand in the order of their numbers.
pub(crate) fn id(to: To) -> String {
    match to {
        To::Question(at) => format!("q{at}"),
        To::Outcome(at) => format!("o{at}"),
    }
}

pub(crate) fn answer(reply: &Reply) -> Answer {
    match reply {
        Reply::Unsure => Answer::Unsure,
        Reply::Given(val) => Answer::Given(value(val)),
    }
}

pub(crate) fn value(val: &Val) -> Value {
    match val {
        Val::Option(at) => Value::Option(format!("a{at}")),
        Val::Set(set) => Value::Options((0..64).filter(|at| set >> at & 1 == 1).map(|at| format!("a{at}")).collect()),
        Val::Figure(figure) => Value::Number(*figure),
        Val::Misfit(value) => value.clone(),
    }
}

/// Numbers without a meaning yet; [`Draft::plan`] and [`reply`] give them one, so that whatever proptest shrinks to is a tree.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    questions: Vec<DraftQuestion>,
    outcomes: usize,
    facts: Vec<Form>,
    also: Vec<Test>,
    parts: Vec<(u8, u8, Option<Test>)>,
    ranks: Vec<u16>,
    /// By question: the number in its id.
    numbers: Vec<usize>,
    /// By number: the fact that a question of this number asks for in every version.
    fact_of: Vec<Option<usize>>,
}

#[derive(Debug, Clone)]
struct DraftQuestion {
    fact: Option<usize>,
    form: Form,
    cuts: Vec<u8>,
    edges: Vec<(Test, u8)>,
    own: Vec<Option<u8>>,
    rest: Option<u8>,
}

pub(crate) fn drafts() -> impl Strategy<Value = Draft> {
    let parts = vec((any::<u8>(), any::<u8>(), proptest::option::weighted(0.5, tests())), 0..=12);
    (vec(questions(), 2..=7), 2..=5_usize, vec(forms(), 0..=2), vec(tests(), 0..=3), parts, vec(any::<u16>(), 12)).prop_map(
        |(questions, outcomes, facts, also, parts, ranks)| {
            let numbers = (0..questions.len()).collect();
            let fact_of = questions.iter().map(|question: &DraftQuestion| question.fact).collect();
            Draft { questions, outcomes, facts, also, parts, ranks, numbers, fact_of }
        },
    )
}

fn questions() -> impl Strategy<Value = DraftQuestion> {
    let fact = prop_oneof![1 => Just(None), 1 => (0..2_usize).prop_map(Some)];
    let own = vec(prop_oneof![1 => Just(None), 2 => any::<u8>().prop_map(Some)], 4);
    (fact, forms(), vec(1..=199_u8, 0..=2), vec((tests(), any::<u8>()), 0..=2), own, proptest::option::of(any::<u8>()))
        .prop_map(|(fact, form, cuts, edges, own, rest)| DraftQuestion { fact, form, cuts, edges, own, rest })
}

fn forms() -> impl Strategy<Value = Form> {
    prop_oneof![
        (2..=3_usize, 0..6_usize).prop_map(|(count, assume)| Form::Choice { count, assume: assume % count }),
        (1..=3_usize, any::<u64>()).prop_map(|(count, assume)| Form::Select { count, assume: assume & ((1 << count) - 1) }),
        (0..=200_u8).prop_map(|assume| Form::Number { assume: f64::from(assume) / 2.0 }),
    ]
}

fn tests() -> impl Strategy<Value = Test> {
    let atom = (0..256_usize, 0..12_usize).prop_map(|(question, at)| Test::Atom(question, at));
    atom.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..=3).prop_map(Test::All),
            vec(inner.clone(), 0..=3).prop_map(Test::Any),
            inner.clone().prop_map(|test| Test::Not(Box::new(test))),
            (0..=3_usize, vec(inner, 0..=3)).prop_map(|(count, tests)| Test::AtLeast(count, tests)),
        ]
    })
}

impl Draft {
    /// Another version of the same tree, in which something is as in another draft; which facts are asked for stays.
    pub(crate) fn edited(&self, other: &Draft, what: u64) -> Draft {
        let mut draft = self.clone();
        let at = (what / 16) as usize;
        let from = &other.questions[at % other.questions.len()];
        let place = at % draft.questions.len();
        let question = &mut draft.questions[place];
        match what % 18 {
            0 | 1 => question.own.clone_from(&from.own),
            2 | 3 => question.edges.clone_from(&from.edges),
            4 => question.rest = from.rest,
            5 | 6 => question.cuts.clone_from(&from.cuts),
            7 | 8 => question.form = from.form.clone(),
            9 => draft.also.clone_from(&other.also),
            10 => draft.parts.clone_from(&other.parts),
            11 => draft.ranks.reverse(),
            12 => draft.questions.push(from.clone()),
            13 => draft.questions.insert(place, from.clone()),
            14 if draft.questions.len() > 2 && draft.numbers.last() == draft.numbers.iter().max() => {
                draft.questions.pop();
                draft.numbers.pop();
            }
            // Asked in another order.
            16 | 17 => {
                let with = (place + 1) % draft.questions.len();
                draft.questions.swap(place, with);
                draft.numbers.swap(place, with);
            }
            _ => draft.facts.iter_mut().zip(&other.facts).for_each(|(fact, from)| *fact = from.clone()),
        }
        draft.numbers.extend(draft.numbers.len()..draft.questions.len());
        draft.fact_of.resize(draft.fact_of.len().max(draft.numbers.len()), None);
        for (number, question) in draft.numbers.iter().zip(&mut draft.questions) {
            question.fact = draft.fact_of[*number];
        }
        draft
    }

    /// The same tree with its nodes in another order in the file.
    pub(crate) fn reordered(&self) -> Draft {
        let ranks = self.ranks.iter().map(|rank| rank.wrapping_mul(40_503).wrapping_add(7)).collect();
        Draft { ranks, ..self.clone() }
    }

    pub(crate) fn plan(&self) -> Plan {
        let count = self.questions.len();
        let forms: Vec<(Option<usize>, Form)> = self
            .questions
            .iter()
            .map(|draft| match draft.fact.and_then(|fact| Some((fact, self.facts.get(fact)?))) {
                Some((fact, shared)) => (Some(fact), shared.clone()),
                None => (None, draft.form.clone()),
            })
            .collect();
        let starts: Vec<Vec<f64>> = self.questions.iter().map(|draft| bands(&draft.cuts)).collect();
        let answers: Vec<usize> = forms.iter().zip(&starts).map(|((_, form), starts)| form.answers(starts)).collect();
        let asked = self.questions.iter().enumerate().map(|(at, draft)| {
            let (fact, form) = forms[at].clone();
            let own: Vec<Option<To>> = draft.own.iter().cycle().take(answers[at]).map(|to| to.map(|to| self.to(at, to))).collect();
            let complete = own.iter().all(Option::is_some) && !matches!(form, Form::Select { .. });
            let rest = draft.rest.or(if complete { None } else { Some(0) }).map(|to| self.to(at, to));
            let edges = draft.edges.iter().map(|(test, to)| (fit(test, at, &answers), self.to(at, *to))).collect();
            Asked { fact, form, starts: starts[at].clone(), edges, own, rest }
        });
        let also = self.also.iter().map(|test| fit(test, count - 1, &answers)).collect();
        let parts = self.parts.iter().map(|(of, kind, when)| {
            let kind = match kind % 8 {
                0 => PartKind::Cost,
                1 => PartKind::Watch,
                2 => PartKind::Also,
                3 => PartKind::Alternative(None),
                _ => PartKind::Alternative(Some(usize::from(kind / 8) % self.outcomes)),
            };
            Part { of: usize::from(*of) % self.outcomes, kind, when: when.as_ref().map(|test| fit(test, count - 1, &answers)) }
        });
        let plain = Plan::new(asked.collect(), self.outcomes);
        Plan { facts: self.facts.clone(), also, parts: parts.collect(), ranks: self.ranks.clone(), numbers: self.numbers.clone(), ..plain }
    }

    /// A later question, or an outcome; later questions more often, so that routes get long.
    fn to(&self, from: usize, to: u8) -> To {
        let later = self.questions.len() - from - 1;
        if to < 180 && later > 0 { To::Question(from + 1 + usize::from(to) % later) } else { To::Outcome(usize::from(to) % self.outcomes) }
    }
}

fn bands(cuts: &[u8]) -> Vec<f64> {
    let mut starts: Vec<f64> = cuts.iter().map(|cut| f64::from(*cut) / 2.0).chain([0.0]).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup();
    starts
}

/// Makes atoms of a drafted condition name answers that there are: mostly of the questions up to `at`, now and then of a later
/// one, on which a condition is false however it is answered.
fn fit(test: &Test, at: usize, answers: &[usize]) -> Test {
    let all = |tests: &[Test]| tests.iter().map(|test| fit(test, at, answers)).collect();
    match test {
        Test::Atom(drawn, answer) => {
            let question = if *drawn < 230 { drawn % (at + 1) } else { drawn % answers.len() };
            Test::Atom(question, answer % answers[question])
        }
        Test::All(tests) => Test::All(all(tests)),
        Test::Any(tests) => Test::Any(all(tests)),
        Test::Not(test) => Test::Not(Box::new(fit(test, at, answers))),
        Test::AtLeast(count, tests) => Test::AtLeast(*count, all(tests)),
    }
}

/// A drawn number as a reply to a question: mostly one that fits.
pub(crate) fn reply(form: &Form, drawn: u16) -> Reply {
    let (which, rest) = (drawn % 16, drawn / 16);
    if which == 0 {
        return Reply::Unsure;
    }
    let misfit = which == 1;
    Reply::Given(match form {
        Form::Choice { .. } if misfit => Val::Misfit(Value::Option("gone".to_owned())),
        Form::Select { .. } if misfit => Val::Misfit(Value::Options(["a0".to_owned(), "gone".to_owned()].into())),
        Form::Number { .. } if misfit => {
            Val::Misfit([Value::Number(100.5), Value::Number(-1.0), Value::Option("a0".to_owned())][usize::from(rest) % 3].clone())
        }
        Form::Choice { count, .. } => Val::Option(usize::from(rest) % count),
        Form::Select { count, .. } => Val::Set(u64::from(rest) & ((1 << count) - 1)),
        Form::Number { .. } => Val::Figure(f64::from(rest % 201) / 2.0),
    })
}

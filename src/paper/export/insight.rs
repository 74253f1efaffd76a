//! What is said of a walk beyond its outcome, as headed lists: what would change it, why not another, what to find out first.

use super::brief::{Entry, LinkTarget, Mark, Section, Sections, assumed_mark, step_answer, verify};
use super::condition::edges_in_words;
use crate::advice::insight::{
    Bearing, Change, Conflict, CutOff, FindOut, Insight, Obstacle, Other, Possible, Variant, Verdict, Weight, cuts,
};
use crate::advice::walk::{Route, Value, answer_label, spell};
use crate::content::pack::{InsightWords, Pack, Words, fill};
use crate::content::tree::{Kind, OutcomeIx, QuestionIx, Tree};

/// The most answers of a way that are told one by one.
const MAX_TOLD: usize = 4;

/// A walk, and what was found out about it.
#[derive(Clone, Copy)]
pub struct Explained<'a> {
    /// The interface's words.
    pub words: &'a Words,
    /// The tree.
    pub tree: &'a Tree,
    /// The route.
    pub route: &'a Route,
    /// What was found out.
    pub insight: &'a Insight,
}

impl Explained<'_> {
    /// Everything that is to be said.
    pub fn sections(&self, possible: &Possible) -> Vec<Section> {
        let mut sections = Sections::default();
        sections.0.extend(self.at_hand());
        sections.0.extend(self.what_would_change());
        sections.0.extend(self.find_out());
        sections.0.extend(self.verify());
        sections.0.extend(self.still_possible(possible));
        sections.0.extend(self.why_not());
        sections.0
    }

    /// The outcomes that nothing but answers keeps open.
    fn still_possible(&self, possible: &Possible) -> Option<Section> {
        self.route.open()?;
        let said = &self.words.walk;
        let count = super::text::possible_count(self.words, self.tree, possible);
        let outcome = |ix: &OutcomeIx| Entry {
            mark: Mark::Bullet,
            text: self.tree[*ix].recommendation.to_string(),
            leads: Some(LinkTarget::Outcome(*ix)),
        };
        let entries: Vec<Entry> = possible.outcomes.iter().map(outcome).collect();
        (!entries.is_empty()).then(|| Section { heading: format!("{}: {count}", said.still_possible), entries })
    }

    /// Whether the question at hand matters.
    fn at_hand(&self) -> Option<Section> {
        let said = &self.words.insight;
        let question = self.route.open().filter(|_| self.insight.immaterial == Some(true))?;
        let entry = Entry { mark: Mark::Bullet, text: said.immaterial.to_string(), leads: Some(LinkTarget::Question(question)) };
        Some(Section { heading: said.at_hand.to_string(), entries: vec![entry] })
    }

    /// The answers that carry the result: each with what its other answers lead to.
    pub fn what_would_change(&self) -> Option<Section> {
        let said = &self.words.insight;
        self.route.outcome()?;
        let bearings = &self.insight.load_bearing;
        let (carrying, rest): (Vec<_>, Vec<_>) = bearings.answers.iter().partition(|bearing| bearing.weight != Weight::Same);
        let mut entries: Vec<Entry> = carrying.into_iter().flat_map(|bearing| self.bearing(bearing)).collect();
        if !rest.is_empty() {
            let prompts: Vec<String> = rest.iter().map(|bearing| self.tree[bearing.question].prompt.to_string()).collect();
            let text = fill(&said.changes_nothing, &[("questions", &prompts.join(" "))]);
            entries.push(Entry { mark: Mark::None, text, leads: None });
        }
        if !bearings.exact {
            entries.push(Entry { mark: Mark::None, text: said.not_exact.to_string(), leads: None });
        }
        (!entries.is_empty()).then(|| Section { heading: said.change.to_string(), entries })
    }

    /// What one answer carries: the answer, then what the others lead to.
    pub fn bearing(&self, bearing: &Bearing) -> Vec<Entry> {
        let said = &self.words.insight;
        let Some(step) = self.route.steps.iter().find(|step| step.question == bearing.question) else { return Vec::new() };
        let answer = step_answer(self.words, self.tree, step);
        let mut text = format!("{} **{answer}**{}", self.tree[bearing.question].prompt, assumed_mark(self.words, bearing.assumed));
        if let Some(cut_off) = bearing.cut_off() {
            text.push_str(&format!(" {}", self.cut_off(bearing.question, cut_off)));
        }
        let mark = if bearing.assumed { Mark::Warning } else { Mark::Bullet };
        let head = Entry { mark, text, leads: Some(LinkTarget::Question(bearing.question)) };
        let mut entries = vec![head];
        let (same, rest): (Vec<_>, Vec<_>) = bearing.variants.iter().partition(|variant| variant.verdict == Verdict::Same);
        let is_alike = |variant: &&Variant| matches!(variant.verdict, Verdict::Flips(outcome) if self.route.outcome() == Some(outcome));
        let (alike, told): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_alike);
        entries.extend(told.into_iter().map(|variant| self.variant(bearing.question, variant)));
        // What leaves the outcome as it is takes a line together.
        entries.extend(self.together(bearing.question, &alike, &said.other_details));
        entries.extend(self.together(bearing.question, &same, &said.same));
        entries
    }

    /// Answers of which the same is to be said; the line leads to all of them.
    fn together(&self, question: QuestionIx, variants: &[&Variant], word: &str) -> Option<Entry> {
        if variants.is_empty() {
            return None;
        }
        let answers: Vec<String> = variants.iter().map(|variant| self.answer(question, variant)).collect();
        let sets = variants.iter().map(|variant| vec![(question, spell(&variant.value))]).collect();
        let text = fill(word, &[("answers", &answers.join(" / "))]);
        Some(Entry { mark: Mark::Nested, text, leads: Some(LinkTarget::WhatIf(sets)) })
    }

    fn variant(&self, question: QuestionIx, variant: &Variant) -> Entry {
        let said = &self.words.insight;
        let answer = self.answer(question, variant);
        let text = match &variant.verdict {
            Verdict::Same => fill(&said.same, &[("answers", &answer)]),
            Verdict::Flips(outcome) => {
                fill(&said.flips, &[("answer", &answer), ("recommendation", self.tree[*outcome].recommendation.trim_end_matches('.'))])
            }
            Verdict::Opens { question, outcomes, keeps_result, .. } => {
                let has_outcome = self.route.outcome().is_some_and(|outcome| outcomes.contains(&outcome));
                let word = match (outcomes.as_slice(), keeps_result, has_outcome) {
                    ([_], true, _) => &said.opens_back,
                    ([_], false, _) => &said.opens_one,
                    (_, true, _) => &said.opens_with,
                    (_, false, true) => &said.opens_with_details,
                    (_, false, false) => &said.opens_without,
                };
                let first = outcomes.first().map_or("", |outcome| self.tree[*outcome].recommendation.trim_end_matches('.'));
                let count = outcomes.len().to_string();
                let gaps =
                    [("answer", answer.as_str()), ("question", &self.tree[*question].prompt), ("n", &count), ("recommendation", first)];
                fill(word, &gaps)
            }
        };
        Entry { mark: Mark::Nested, text, leads: Some(self.what_if(question, &variant.value)) }
    }

    /// Another answer in words: a figure by the cut-off that it lies beyond.
    fn answer(&self, question: QuestionIx, variant: &Variant) -> String {
        let said = &self.words.insight;
        match (variant.cut_off, &self.tree[question].kind) {
            (Some(cut_off), Kind::Number(scale)) => {
                let value = if let Value::Number(value) = variant.value { value } else { cut_off.at };
                let mut cuts = cuts(self.tree, question);
                let behind = cuts.iter().position(|cut| *cut > value).map(|at| cuts.split_off(at));
                let (from, to) = (cuts.last().copied().unwrap_or(scale.min), behind.and_then(|behind| behind.first().copied()));
                let (from_text, to_text) = (figure(from), to.map(figure).unwrap_or_default());
                let word = match to {
                    None => &said.from,
                    Some(_) if from <= scale.min => &said.under,
                    Some(_) => &said.between,
                };
                fill(word, &[("from", &from_text), ("to", &to_text), ("unit", &scale.unit)])
            }
            _ => answer_label(&self.tree[question], &variant.value, &self.words.walk.none_of_these),
        }
    }

    fn cut_off(&self, question: QuestionIx, cut_off: CutOff) -> String {
        let said = &self.words.insight;
        let unit = match &self.tree[question].kind {
            Kind::Number(scale) => scale.unit.as_str(),
            _ => "",
        };
        let (distance, at) = (figure(cut_off.distance.abs()), figure(cut_off.at));
        match cut_off.percent {
            _ if cut_off.distance == 0.0 => fill(&said.at_cut_off, &[("unit", unit), ("at", &at)]),
            Some(percent) => {
                let percent = figure((percent.abs() * 10.0).round() / 10.0);
                fill(&said.cut_off, &[("distance", &distance), ("unit", unit), ("percent", &percent), ("at", &at)])
            }
            None => fill(&said.cut_off_of_zero, &[("distance", &distance), ("unit", unit), ("at", &at)]),
        }
    }

    /// What would lead to other outcomes, those that take least first. Of a walk that has not ended, only those that are out of
    /// reach: the rest takes nothing but answers.
    pub fn why_not(&self) -> Option<Section> {
        let said = &self.words.insight;
        let ended = self.route.outcome().is_some();
        let others = self.insight.others.iter().filter(|other| ended || other.ways.effort.changed > 0);
        let mut entries: Vec<Entry> = others.map(|other| self.other(other)).collect();
        let more = self.insight.others_in_all.saturating_sub(self.insight.others.len());
        if more > 0 {
            entries.push(Entry { mark: Mark::None, text: fill(&said.others_more, &[("n", &more.to_string())]), leads: None });
        }
        if !self.insight.exact {
            entries.push(Entry { mark: Mark::None, text: said.not_exact.to_string(), leads: None });
        }
        let heading = if ended { &said.why_not } else { &said.out_of_reach };
        (!entries.is_empty()).then(|| Section { heading: heading.to_string(), entries })
    }

    /// Why not one other outcome.
    fn other(&self, other: &Other) -> Entry {
        let said = &self.words.insight;
        let name = self.tree[other.outcome].recommendation.trim_end_matches('.');
        let runner_up = if self.insight.runner_up == Some(other.outcome) { format!(" ({})", said.runner_up) } else { String::new() };
        let Some(set) = other.ways.sets.first() else {
            return Entry { mark: Mark::Bullet, text: format!("**{name}**{runner_up}"), leads: Some(LinkTarget::Outcome(other.outcome)) };
        };
        let mut told: Vec<String> = set.iter().take(MAX_TOLD).map(|change| self.change(change)).collect();
        if let Some(more) = set.len().checked_sub(MAX_TOLD).filter(|more| *more > 0) {
            told.push(fill(&said.further_answers, &[("n", &more.to_string())]));
        }
        let text = format!("**{name}**{runner_up}: {}", told.join(" "));
        Entry { mark: Mark::Bullet, text, leads: Some(LinkTarget::WhatIf(other.ways.sets.iter().map(|set| spelled(set)).collect())) }
    }

    /// A set of changes, a sentence each.
    pub fn changes(&self, set: &[Change]) -> String {
        set.iter().map(|change| self.change(change)).collect::<Vec<_>>().join(" ")
    }

    fn change(&self, change: &Change) -> String {
        let said = &self.words.insight;
        let question = &self.tree[change.question];
        let label = |value: &Value| {
            let label = answer_label(question, value, &self.words.walk.none_of_these);
            match (value, &question.kind) {
                (Value::Number(figure), Kind::Number(scale)) => {
                    let band = scale.band_of(*figure).and_then(|at| scale.bands.get(at));
                    band.map_or(label.clone(), |band| format!("{label} ({})", band.label))
                }
                _ => label,
            }
        };
        let to = label(&change.to);
        match &change.from {
            Some(from) => {
                let from = label(&from.value(question));
                fill(&said.changed, &[("question", &question.prompt), ("to", &to), ("from", &from)])
            }
            None => fill(&said.answered, &[("question", &question.prompt), ("to", &to)]),
        }
    }

    /// What stood in the way, in a sentence.
    pub fn obstacle(&self, obstacle: Obstacle) -> String {
        let said = &self.words.insight;
        let condition = edges_in_words(self.words, self.tree, obstacle.question, &[obstacle.edge]);
        let word = if obstacle.holds { &said.obstacle_holds } else { &said.obstacle_fails };
        fill(word, &[("question", &self.tree[obstacle.question].prompt), ("condition", &condition)])
    }

    /// What to find out next.
    pub fn find_out(&self) -> Option<Section> {
        let said = &self.words.insight;
        let found = self.insight.find_out.as_ref()?;
        let question = &self.tree[found.question];
        let text = format!("**{}** {}", question.prompt, self.splits(found));
        let mark = if found.assumed { Mark::Warning } else { Mark::Bullet };
        let mut entries = vec![Entry { mark, text, leads: Some(LinkTarget::Question(found.question)) }];
        entries.extend(question.how_to_tell.iter().map(|tell| Entry { mark: Mark::Bullet, text: tell.to_string(), leads: None }));
        Some(Section { heading: said.find_out.to_string(), entries })
    }

    /// What else was assumed, with how to find it out.
    fn verify(&self) -> Option<Section> {
        let first = self.insight.find_out.as_ref().map(|found| LinkTarget::Question(found.question));
        let mut entries = verify(self.tree, self.route, None);
        entries.retain(|entry| entry.leads != first);
        (!entries.is_empty()).then(|| Section { heading: self.words.outcome.verify.to_string(), entries })
    }

    /// How far a question narrows what is open.
    fn splits(&self, found: &FindOut) -> String {
        let said = &self.words.insight;
        let open = found.open.len();
        let fewest = found.left.iter().map(|(_, left)| left.len()).min().unwrap_or(open);
        let most = found.left.iter().map(|(_, left)| left.len()).max().unwrap_or(open);
        let (fewest_text, most_text, open_text) = (fewest.to_string(), most.to_string(), open.to_string());
        let gaps = [("fewest", fewest_text.as_str()), ("most", &most_text), ("open", &open_text)];
        match (fewest, most) {
            (fewest, _) if fewest == open => said.splits_details.to_string(),
            (fewest, most) if fewest == most => fill(&said.splits_to, &gaps),
            _ => fill(&said.splits, &gaps),
        }
    }

    fn what_if(&self, question: QuestionIx, value: &Value) -> LinkTarget {
        LinkTarget::WhatIf(vec![vec![(question, spell(value))]])
    }
}

/// Two results that contradict each other: whose they are, why, and the way out.
pub fn contradiction(pack: &Pack, conflict: &Conflict<'_>) -> Entry {
    let title = |tree: &str| pack.tree(tree).map_or_else(|| tree.to_owned(), |tree| tree.title.to_string());
    let [one, other] = conflict.sides.map(|side| title(side.tree));
    let said = &pack.words().insight;
    let text = format!("**{one} / {other}.** {} *{}* {}", conflict.entry.why, said.way_out, conflict.entry.way_out);
    let leads = conflict.entry.references.first().map(|link| LinkTarget::Reference(link.name.clone()));
    Entry { mark: Mark::Warning, text, leads }
}

/// Conflicts under their heading; `None` without any.
pub fn contradiction_section(pack: &Pack, conflicts: &[Conflict<'_>]) -> Option<Section> {
    conflict_section(&pack.words().insight, conflicts.iter().map(|conflict| contradiction(pack, conflict)).collect())
}

/// What contradicts, under its heading.
pub fn conflict_section(said: &InsightWords, contradictions: Vec<Entry>) -> Option<Section> {
    (!contradictions.is_empty()).then(|| Section { heading: said.conflicts.to_string(), entries: contradictions })
}

/// Changes as text, which [`value_of`](crate::advice::walk::value_of) reads again.
pub fn spelled(set: &[Change]) -> Vec<(QuestionIx, String)> {
    set.iter().map(|change| (change.question, spell(&change.to))).collect()
}

/// A figure without the noise of binary fractions: six significant digits.
pub fn figure(figure: f64) -> String {
    const DIGITS: i32 = 6;
    if figure == 0.0 || !figure.is_finite() {
        return figure.to_string();
    }
    let scale = 10_f64.powi(DIGITS - 1 - figure.abs().log10().floor() as i32);
    let rounded = (figure * scale).round() / scale;
    if rounded.is_finite() { rounded.to_string() } else { figure.to_string() }
}

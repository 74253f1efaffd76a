//! What can be answered to a question: options, bands, and what is assumed.

use std::collections::HashSet;

use super::Lowering;
use crate::content::diagnostic::{Code, Diagnostic};
use crate::content::source::figure_behind;
use crate::content::tree::raw::{RawKind, RawOption, RawQuestion};
use crate::content::tree::{AnswerOption, Band, Kind, MAX_OPTIONS, NONE, Scale, UNSURE};

impl<'a> Lowering<'a, '_> {
    pub(super) fn kind(&mut self, raw: &RawQuestion<'a>) -> Kind {
        match &raw.kind {
            RawKind::Choice { assume, options } => {
                let lowered = self.options(raw.id, options, 2);
                let assume = self.assumed(assume, options).unwrap_or(0);
                Kind::Choice { options: lowered, assume }
            }
            RawKind::Select { assume, options } => {
                let lowered = self.options(raw.id, options, 1);
                let assume =
                    assume.iter().filter(|id| **id != NONE).filter_map(|id| self.assumed(id, options)).fold(0, |set, at| set | 1 << at);
                Kind::Select { options: lowered, assume }
            }
            RawKind::Number { assume, unit, min, max, bands } => {
                if bands.len() > MAX_OPTIONS {
                    let message = format!("`{}` has {} bands; at most {MAX_OPTIONS} can be shown", raw.id, bands.len());
                    self.fault(
                        Diagnostic::new(Code::TooLarge, message).at(self.span(raw.id), "").help("join those that lead to the same place"),
                    );
                }
                let mut ids = HashSet::new();
                let lowered: Vec<Band> = bands
                    .iter()
                    .take(MAX_OPTIONS)
                    .map(|band| {
                        self.option_id(band.id, &mut ids);
                        Band {
                            id: band.id.to_owned(),
                            label: self.text(&band.label, band.id),
                            meaning: self.optional_text(&band.meaning, band.id),
                            from: band.from,
                            below: band.below,
                            source: self.citation(&band.source),
                            span: self.span(band.id),
                        }
                    })
                    .collect();
                let scale = Scale { unit: self.text(unit, raw.id), min: *min, max: *max, assume: *assume, bands: lowered };
                self.check_scale(raw.id, &scale);
                Kind::Number(scale)
            }
        }
    }

    fn options(&mut self, question: &'a str, raw: &[RawOption<'a>], least: usize) -> Vec<AnswerOption> {
        if !(least..=MAX_OPTIONS).contains(&raw.len()) {
            let code = if raw.len() < least { Code::EmptyList } else { Code::TooLarge };
            let message = format!("`{question}` has {} options; {least} to {MAX_OPTIONS} can be shown", raw.len());
            let help = if raw.len() < least { "with fewer, there is nothing to decide" } else { "ask in two questions, or by a figure" };
            self.fault(Diagnostic::new(code, message).at(self.span(question), "").help(help));
        }
        let mut ids = HashSet::new();
        raw.iter()
            .take(MAX_OPTIONS)
            .map(|option| {
                self.option_id(option.id, &mut ids);
                AnswerOption {
                    id: option.id.to_owned(),
                    label: self.text(&option.label, option.id),
                    meaning: self.text(&option.meaning, option.id),
                    span: self.span(option.id),
                }
            })
            .collect()
    }

    fn option_id(&mut self, id: &'a str, seen: &mut HashSet<&'a str>) {
        self.id(id);
        if id == NONE || id == UNSURE {
            let fault = Diagnostic::new(Code::BadId, format!("`{id}` is reserved: it is an answer of its own"));
            self.fault(fault.at(self.span(id), "").help("choose another id; the label may say what you like"));
        }
        if let Some(first) = seen.replace(id) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("two answers are called `{id}`"));
            let fault = fault.at(self.span(id), "the second one").at(self.span(first), "the first one");
            self.fault(fault.help("give one of them another id"));
        }
    }

    fn assumed(&mut self, id: &'a str, options: &[RawOption<'a>]) -> Option<usize> {
        let at = options.iter().take(MAX_OPTIONS).position(|option| option.id == id);
        if at.is_none() {
            let fault = Diagnostic::new(Code::BadAssumption, format!("`{id}` is assumed, but it is no option of this question"));
            let known: Vec<&str> = options.iter().map(|option| option.id).collect();
            let fault = fault.at(self.span(id), "not an option").help(format!("the options are {}", known.join(", "))).suggest(id, known);
            self.fault(fault);
        }
        at
    }

    /// The bands run on from each other and cover the range, and what is assumed lies in it.
    fn check_scale(&mut self, question: &'a str, scale: &Scale) {
        let bad = |message: String| Diagnostic::new(Code::BadBands, message);
        let owner = self.span(question);
        let figure = |field: &str| figure_behind(self.source.text(), owner.end as usize, field).unwrap_or(owner);
        let mut faults = Vec::new();
        if !(scale.min.is_finite() && scale.max.is_finite() && scale.min < scale.max) {
            let fault = bad(format!("the range of `{question}` is empty: {} to {}", scale.min, scale.max));
            faults.push(fault.at(figure("max"), "").help("`max` lies above `min`, and both are figures"));
        }
        if scale.bands.is_empty() {
            let fault = bad(format!("`{question}` has no bands")).at(figure("bands"), "");
            faults.push(fault.help("one band that covers the whole range is the least"));
        }
        let mut before: Option<&Band> = None;
        for band in &scale.bands {
            let reached = before.map_or(scale.min, |band| band.below);
            if band.from != reached {
                let what = if band.from > reached { "a gap" } else { "an overlap" };
                let message = format!("there is {what} before the band `{}`", band.id);
                let fault = bad(message).at(band.span, format!("begins at {}", band.from));
                faults.push(match before {
                    Some(before) => fault
                        .at(before.span, format!("ends at {reached}"))
                        .help("bands run on from each other: `below` of one is `from` of the next"),
                    None => fault.at(figure("min"), "the range begins here").help("the first band begins where the range does"),
                });
            }
            if band.below.partial_cmp(&band.from) != Some(std::cmp::Ordering::Greater) {
                let fault = bad(format!("the band `{}` is empty: {} to {}", band.id, band.from, band.below));
                faults.push(fault.at(band.span, "").help("`below` lies above `from`: a band holds figures from the one up to the other"));
            }
            before = Some(band);
        }
        if let Some(last) = before.filter(|last| last.below != scale.max) {
            let message = format!("the bands of `{question}` end at {}, its range at {}", last.below, scale.max);
            let fault =
                bad(message).at(last.span, format!("the last one, ends at {}", last.below)).at(figure("max"), "the range ends here");
            faults.push(fault.help("the last band ends where the range does"));
        }
        if scale.band_of(scale.assume).is_none() {
            let message = format!("{} is assumed, which lies outside {} to {}", scale.assume, scale.min, scale.max);
            let fault = Diagnostic::new(Code::BadAssumption, message).at(figure("assume"), "");
            faults.push(fault.help("assume a figure of the range: the one that is the cheapest to be wrong about"));
        }
        faults.into_iter().for_each(|fault| self.fault(fault));
    }
}

//! A tree file as plain structs with owned texts, as one would derive them: what a bare parse by `ron` is measured with.

#![allow(dead_code, reason = "the fields are only there to be parsed")]

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct PlainTree {
    pub(crate) id: String,
    pub(crate) version: u32,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) start: String,
    pub(crate) nodes: Vec<PlainNode>,
}

#[derive(Deserialize)]
pub(crate) enum PlainNode {
    Question(Box<PlainQuestion>),
    Outcome(Box<PlainOutcome>),
}

#[derive(Deserialize)]
pub(crate) struct PlainQuestion {
    id: String,
    prompt: String,
    why: String,
    how_to_tell: Vec<String>,
    #[serde(default)]
    edges: Vec<PlainEdge>,
    assume_why: String,
    #[serde(default)]
    references: Vec<String>,
    kind: PlainKind,
}

#[derive(Deserialize)]
pub(crate) struct PlainEdge {
    when: PlainTest,
    label: String,
    to: String,
}

#[derive(Deserialize)]
pub(crate) enum PlainTest {
    Is(String, String),
    Not(Box<PlainTest>),
    Any(Vec<PlainTest>),
}

#[derive(Deserialize)]
pub(crate) enum PlainKind {
    Choice { assume: String, options: Vec<PlainOption> },
}

#[derive(Deserialize)]
pub(crate) struct PlainOption {
    id: String,
    label: String,
    meaning: String,
    to: String,
}

#[derive(Deserialize)]
pub(crate) struct PlainOutcome {
    id: String,
    recommendation: String,
    why: String,
    gains: Vec<String>,
    costs: Vec<String>,
    first_steps: Vec<String>,
    watch: Vec<PlainWatch>,
    revisit: String,
    wrong_when: String,
    alternatives: Vec<String>,
    references: Vec<String>,
    sources: Vec<PlainSource>,
}

#[derive(Deserialize)]
pub(crate) struct PlainWatch {
    id: Option<String>,
    when: Option<PlainTest>,
    label: Option<String>,
    metric: String,
    figure: String,
}

#[derive(Deserialize)]
pub(crate) struct PlainSource {
    title: String,
    url: String,
}

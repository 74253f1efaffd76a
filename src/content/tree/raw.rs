//! A tree file as it is written: what `trees/README.md` describes, borrowed from the text.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::content::source::{RawText, Unparsed};

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "RawTree")]
pub(super) struct RawTree<'a, N> {
    pub id: &'a str,
    pub version: u32,
    #[serde(borrow)]
    pub title: RawText<'a>,
    pub summary: RawText<'a>,
    #[serde(default)]
    pub worries: Vec<RawText<'a>>,
    pub rank: Option<u32>,
    #[serde(default)]
    pub overrides: bool,
    pub start: &'a str,
    #[serde(default)]
    pub also: Vec<RawAlso<'a>>,
    pub nodes: Vec<N>,
}

/// What a list of trees says of each, in front of the nodes; of the rest only that it is of RON's form.
#[derive(Debug, serde::Deserialize)]
pub(super) struct RawHeader<'a> {
    #[serde(borrow)]
    pub title: RawText<'a>,
    pub summary: RawText<'a>,
    pub rank: Option<u32>,
}

/// Only the nodes of a file whose other fields may be at fault.
#[derive(Debug, serde::Deserialize)]
pub(super) struct OnlyNodes<'a> {
    #[serde(borrow)]
    pub nodes: Vec<Unparsed<'a>>,
}

/// Only the id of a node that is at fault, so that links to it are not reported too.
#[derive(Debug, serde::Deserialize)]
pub(super) enum OnlyId<'a> {
    #[serde(alias = "Outcome")]
    Question {
        #[serde(borrow)]
        id: Cow<'a, str>,
    },
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename = "node")]
pub(super) enum RawNode<'a> {
    #[serde(borrow)]
    Question(Box<RawQuestion<'a>>),
    #[serde(borrow)]
    Outcome(Box<RawOutcome<'a>>),
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion<'a> {
    pub id: &'a str,
    #[serde(borrow)]
    pub prompt: RawText<'a>,
    pub why: RawText<'a>,
    pub how_to_tell: Vec<RawText<'a>>,
    pub kind: RawKind<'a>,
    pub assume_why: RawText<'a>,
    pub fact: Option<&'a str>,
    #[serde(default)]
    pub references: Vec<&'a str>,
    #[serde(default)]
    pub worries: Vec<RawText<'a>>,
    pub alike: Option<RawText<'a>>,
    #[serde(default)]
    pub edges: Vec<RawEdge<'a>>,
    pub to: Option<&'a str>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "kind")]
pub(super) enum RawKind<'a> {
    Choice {
        assume: &'a str,
        #[serde(borrow)]
        options: Vec<RawOption<'a>>,
    },
    Select {
        assume: Vec<&'a str>,
        #[serde(borrow)]
        options: Vec<RawOption<'a>>,
    },
    Number {
        assume: f64,
        #[serde(borrow)]
        unit: RawText<'a>,
        min: f64,
        max: f64,
        bands: Vec<RawBand<'a>>,
    },
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOption<'a> {
    pub id: &'a str,
    #[serde(borrow)]
    pub label: RawText<'a>,
    pub meaning: RawText<'a>,
    pub to: Option<&'a str>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBand<'a> {
    pub id: &'a str,
    #[serde(borrow)]
    pub label: RawText<'a>,
    #[serde(default)]
    pub meaning: RawText<'a>,
    pub from: f64,
    pub below: f64,
    pub source: RawCitation<'a>,
    pub to: Option<&'a str>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdge<'a> {
    #[serde(borrow)]
    pub when: RawTest<'a>,
    pub label: Option<RawText<'a>>,
    pub to: &'a str,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename = "condition")]
pub(super) enum RawTest<'a> {
    Is(&'a str, &'a str),
    Has(&'a str, &'a str),
    In(&'a str, &'a str),
    #[serde(borrow)]
    All(Vec<RawTest<'a>>),
    #[serde(borrow)]
    Any(Vec<RawTest<'a>>),
    #[serde(borrow)]
    Not(Box<RawTest<'a>>),
    AtLeast(usize, Vec<RawTest<'a>>),
}

impl<'a> RawTest<'a> {
    /// The question that is named first in it.
    pub(super) fn first_question(&self) -> Option<&'a str> {
        match self {
            RawTest::Is(question, _) | RawTest::Has(question, _) | RawTest::In(question, _) => Some(question),
            RawTest::All(tests) | RawTest::Any(tests) | RawTest::AtLeast(_, tests) => tests.iter().find_map(RawTest::first_question),
            RawTest::Not(test) => test.first_question(),
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutcome<'a> {
    pub id: &'a str,
    #[serde(borrow)]
    pub recommendation: RawText<'a>,
    pub why: RawText<'a>,
    pub gains: Vec<TextOr<'a, RawItem<'a>>>,
    pub costs: Vec<TextOr<'a, RawItem<'a>>>,
    pub first_steps: Vec<TextOr<'a, RawItem<'a>>>,
    pub watch: Vec<RawWatch<'a>>,
    pub revisit: RawText<'a>,
    pub wrong_when: RawText<'a>,
    pub alternatives: Vec<RawAlternative<'a>>,
    #[serde(default)]
    pub anti_patterns: Vec<&'a str>,
    pub references: Vec<&'a str>,
    pub sources: Vec<RawCitation<'a>>,
    #[serde(default)]
    pub next: Vec<RawNext<'a>>,
    #[serde(default)]
    pub also: Vec<RawAlso<'a>>,
    #[serde(default)]
    pub worries: Vec<RawText<'a>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem<'a> {
    pub id: Option<&'a str>,
    #[serde(borrow)]
    pub when: Option<RawTest<'a>>,
    pub label: Option<RawText<'a>>,
    pub text: RawText<'a>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWatch<'a> {
    pub id: Option<&'a str>,
    #[serde(borrow)]
    pub when: Option<RawTest<'a>>,
    pub label: Option<RawText<'a>>,
    pub metric: RawText<'a>,
    pub figure: RawText<'a>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAlternative<'a> {
    pub id: Option<&'a str>,
    #[serde(borrow)]
    pub when: Option<RawTest<'a>>,
    pub label: Option<RawText<'a>>,
    pub outcome: Option<&'a str>,
    pub name: Option<RawText<'a>>,
    pub right_when: RawText<'a>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNext<'a> {
    pub id: Option<&'a str>,
    #[serde(borrow)]
    pub when: Option<RawTest<'a>>,
    pub label: Option<RawText<'a>>,
    pub tree: &'a str,
    pub why: RawText<'a>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAlso<'a> {
    pub id: &'a str,
    pub aspect: &'a str,
    #[serde(borrow)]
    pub when: Option<RawTest<'a>>,
    pub label: Option<RawText<'a>>,
    pub recommendation: RawText<'a>,
    pub why: RawText<'a>,
    #[serde(default)]
    pub references: Vec<&'a str>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCitation<'a> {
    #[serde(borrow)]
    pub title: RawText<'a>,
    pub url: &'a str,
}

/// A plain text, or the longer form of it.
#[derive(Debug)]
pub(super) enum TextOr<'a, T> {
    Text(RawText<'a>),
    Long(T),
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for TextOr<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EitherVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for EitherVisitor<T> {
            type Value = TextOr<'de, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotes, or `(id: .., when: .., text: ..)`")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(RawText(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(RawText(Cow::Owned(text.to_owned()))))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Long)
            }
        }

        match deserializer.deserialize_any(EitherVisitor(PhantomData))? {
            TextOr::Text(text) => Ok(TextOr::Text(text)),
            TextOr::Long(long) => Ok(TextOr::Long(long)),
        }
    }
}

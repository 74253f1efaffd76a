//! A decision as one page of HTML that needs nothing beside it: no script, no font, no address but those that a reader follows.

mod answer;
mod drawing;
mod label;
mod markup;
mod piece;
mod waiting;
mod walk;

use jiff::civil::Date;

use super::Consulted;
use crate::content::pack::fill;
use crate::paper::export::insight::contradiction;
use crate::paper::record::write;
use markup::{Markup, unmarked};

/// How the page is set: on a phone, a wide screen, paper, in the light and in the dark.
const STYLE: &str = include_str!("html/style.css");

/// Nothing is loaded and nothing runs, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Where the page tells of contradictions.
const CONTRADICTIONS: &str = "contradictions";

/// The page of a consultation.
///
/// Costs as much as it is long, and a layout of each tree.
pub fn html(consulted: &Consulted<'_>) -> String {
    let said = &consulted.pack.words().html;
    let mut page = Markup::page();
    page.element("html", &[("lang", &said.language)], |page| {
        page.element("head", &[], |page| head(page, &consulted.title()));
        page.element("body", &[], |page| {
            page.element("header", &[], |page| header(page, consulted));
            page.element("main", &[], |page| {
                for walk in &consulted.walks {
                    page.element("article", &[], |page| walk::walk(page, consulted, walk));
                }
                for walk in &consulted.waiting {
                    page.element("article", &[], |page| waiting::waiting(page, consulted, walk));
                }
                missing(page, consulted);
                contradictions(page, consulted);
            });
            page.element("footer", &[], |page| footer(page, consulted));
        });
    });
    page.finish()
}

fn head(page: &mut Markup, title: &str) {
    page.void("meta", &[("charset", "utf-8")]);
    page.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    page.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    page.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    page.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    page.element_of("title", title);
    page.style(STYLE);
}

/// What was decided, how far it is, when and by whom.
fn header(page: &mut Markup, consulted: &Consulted<'_>) {
    let said = &consulted.pack.words().html;
    let header = consulted.header();
    let walked = consulted.walks.iter().map(|walk| walk.tree).chain(consulted.waiting.iter().map(|walk| walk.tree));
    let trees: Vec<&str> = walked.map(|tree| tree.title.as_str()).collect();
    // The recommendation follows: a decision without a title is called by what was asked.
    let title = if header.title.trim().is_empty() && !trees.is_empty() { trees.join(", ") } else { consulted.title() };
    page.element_of("h1", &title);
    page.class("dl", "facts", |page| {
        page.element_of("dt", &said.status);
        page.element("dd", &[], |page| page.class("span", "status", |page| page.text(header.status.as_str())));
        day(page, &said.made, header.made);
        if !header.participants.is_empty() {
            page.element_of("dt", &said.people);
            page.element_of("dd", &header.participants.join(", "));
        }
        day(page, &said.revisit_on, header.revisit);
        if let Some(before) = &header.supersedes {
            page.element_of("dt", &said.supersedes);
            page.element("dd", &[], |page| page.link(before, before));
        }
    });
    if !consulted.conflicts.is_empty() {
        let to = format!("#{CONTRADICTIONS}");
        page.class("p", "warning", |page| page.element("a", &[("href", &to)], |page| page.text(&said.contradicted_below)));
    }
}

fn day(page: &mut Markup, term: &str, day: Option<Date>) {
    if let Some(day) = day {
        page.element_of("dt", term);
        page.element("dd", &[], |page| page.element_of("time", &day.to_string()));
    }
}

/// Trees of the record that are not there today.
fn missing(page: &mut Markup, consulted: &Consulted<'_>) {
    let said = &consulted.pack.words().decision;
    for tree in &consulted.missing {
        let (version, outcome) = (tree.version.to_string(), tree.outcome.as_deref().unwrap_or(&said.no_outcome));
        let gaps = [("tree", tree.id.as_str()), ("version", &version), ("outcome", outcome)];
        // What stands in the gaps was read from a record, and is no Markdown.
        page.class("p", "warning", |page| page.text(&fill(&unmarked(&said.missing), &gaps)));
    }
}

fn contradictions(page: &mut Markup, consulted: &Consulted<'_>) {
    if consulted.conflicts.is_empty() {
        return;
    }
    page.element("section", &[("id", CONTRADICTIONS)], |page| {
        page.element_of("h2", &consulted.pack.words().html.contradicted);
        for conflict in &consulted.conflicts {
            page.class("p", "warning", |page| page.prose(&contradiction(consulted.pack, conflict).text));
        }
    });
}

/// With what the page was made, and the record to take up again.
fn footer(page: &mut Markup, consulted: &Consulted<'_>) {
    let words = consulted.pack.words();
    page.class("details", "replay", |page| {
        page.element_of("summary", &words.html.replay);
        page.prose_in("p", &words.decision.replay);
        page.element("pre", &[], |page| page.text(&write(consulted.record)));
    });
}

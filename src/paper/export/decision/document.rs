//! A decision record written again where people have edited it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::adr::{front_matter, generated};
use super::edited::Edited;
use super::sections::{Section, recognized, sections};
use super::{Consulted, adr};
use crate::content::pack::Pack;
use crate::paper::record::{FrontMatter, Record, Status, fenced, find, fingerprint, read, replace, write};

/// The decision record in Markdown that a file is to hold for a record; `existing` is what it holds so far, of which everything that
/// people wrote is kept.
///
/// A section that stands as it was generated is generated anew, or goes when there is nothing more to say in it; in one that was edited
/// every line of people is kept, and the others are generated anew; one that was taken out stays out; others stay where they are. Which
/// are which is told by [`Record::prose`] of the record that lies in the file; what is written holds that of the new text. An edited
/// section of which it is not known any more how it was generated is kept to the letter, with a line that says what holds today. Of the
/// front matter `status` is set, unless it is a word of their own and the decision is as far as it was; `date` and `decision-makers`
/// unless they were edited, and all else is kept. A file without a record in it gets one at its end, and is left as it is otherwise. Of
/// several records the first is written.
///
/// Costs what [`Consulted::of`] does, and two passes of the Markdown parser over each text.
pub fn document(pack: &Pack, record: &Record, existing: Option<&str>) -> String {
    let answers = record.answers();
    let consulted = Consulted::of(pack, record, &answers);
    match existing.filter(|existing| !existing.trim().is_empty()) {
        Some(existing) => rewritten(&consulted, existing),
        None => adr(&consulted),
    }
}

/// What was known of the sections of a generated text: their fingerprints, by their names.
pub(super) fn prints(text: &str) -> BTreeMap<String, String> {
    let front = FrontMatter::of(text);
    let body = front.map_or(text, |front| front.behind);
    let fields = front.into_iter().flat_map(|front| front.lines.lines()).filter_map(|line| Some((field(line)?, fingerprint(line))));
    let of_sections = sections(body).into_iter().filter(|(_, section)| section.level > 0).map(|(name, section)| (name, section.print()));
    fields.chain(of_sections).collect()
}

/// A part of the text that is put together.
struct Piece {
    text: String,
    level: u8,
    /// The place of the generated section that it is.
    place: Option<usize>,
    /// Whether it was written just now, rather than kept.
    fresh: bool,
}

fn rewritten(consulted: &Consulted<'_>, existing: &str) -> String {
    let before = find(existing).into_iter().next();
    let earlier = before.and_then(|found| read(existing, found.json).0);
    let known = earlier.as_ref().map_or_else(|| consulted.record.prose.clone(), |record| record.prose.clone());
    let was = earlier.as_ref().map(|record| record.header.status);
    let is_crlf = existing.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
    let in_its_lines = |text: &str| if is_crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    let generated = generated(consulted);
    let new = sections(FrontMatter::of(&generated).map_or(generated.as_str(), |front| front.behind));
    let (front, body) = match FrontMatter::of(existing) {
        Some(front) => (Some(front), front.behind),
        None => (None, existing),
    };
    let old = recognized(body, &known);
    let mut prose = prints(&generated);

    let line_end = if is_crlf { "\r\n" } else { "\n" };
    let edited = Edited { consulted, before: earlier.as_ref(), known: &known, line_end, base: OnceCell::new() };
    let headed = new.iter().enumerate().filter(|(_, (_, section))| section.level > 0);
    let place_of: HashMap<&str, usize> = headed.clone().map(|(at, (name, _))| (name.as_str(), at)).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = existing.len() - body.len();
    for (name, section, print) in &old {
        let start = end;
        end += section.text.len();
        let place = place_of.get(name.as_str()).copied();
        let is_known = section.level > 0 && known.get(name) == Some(print);
        // Another record that people put there is theirs.
        let holds_it = before.is_some_and(|found| (start..end).contains(&found.block.range().start));
        let is_plain = section.holds_record() == holds_it;
        let kept = Piece { text: section.text.to_owned(), level: section.level, place, fresh: false };
        let piece = match place.and_then(|place| Some((place, new.get(place)?))) {
            Some((_, (_, new))) if is_known && is_plain && holds_it == new.holds_record() => {
                let space = section.text.get(section.text.trim_end().len()..).unwrap_or("");
                Some(Piece { text: format!("{}{space}", in_its_lines(new.text.trim_end())), fresh: true, ..kept })
            }
            None if is_known && !section.holds_record() => None,
            // Another record stays as it is, with all that is around it.
            _ if !is_plain => Some(kept),
            new => {
                let mended = edited.mended(name, section, new.map(|(_, (_, new))| new));
                prose.extend(mended.print.map(|print| (name.clone(), print)));
                Some(Piece { text: mended.text, ..kept })
            }
        };
        pieces.extend(piece);
    }
    let stand: HashSet<&str> = old.iter().map(|(name, ..)| name.as_str()).collect();
    for (place, (name, section)) in headed.filter(|(_, (name, _))| !stand.contains(name.as_str())) {
        let is_record = section.holds_record();
        let wanted = match before {
            Some(_) => !known.contains_key(name) && !is_record,
            // A text that was no record is not filled up.
            None => is_record,
        };
        if wanted {
            let piece = Piece { text: in_its_lines(section.text), level: section.level, place: Some(place), fresh: true };
            insert(&mut pieces, piece);
        } else {
            prose.insert(name.clone(), String::new());
        }
    }
    for name in known.keys().filter(|name| name.starts_with('#') && !stand.contains(name.as_str())) {
        prose.entry(name.clone()).or_default();
    }
    in_order(&mut pieces, &new);
    let text = put_together(&pieces, line_end);
    let front = front.map(|front| front_rewritten(consulted, front, (&known, was), &mut prose, &in_its_lines)).unwrap_or_default();
    let text = format!("{front}{text}");
    let json = write(&Record { prose, ..consulted.record.clone() });
    let json = in_its_lines(&json);
    match find(&text).into_iter().next() {
        Some(found) => in_place(&text, found, &json, &in_its_lines),
        // Something that is never closed swallowed it: the top is before all of it.
        None => format!("{front}{}{}", in_its_lines(&format!("{}\n\n", fenced(&json))), text.get(front.len()..).unwrap_or("")),
    }
}

/// The record in the place of the one that was found, in the file's own line ends.
fn in_place(text: &str, found: crate::paper::record::Found, json: &str, in_its_lines: &dyn Fn(&str) -> String) -> String {
    let json = json.replace("\r\n", "\n");
    let block = found.block.range();
    let marked = replace(text, found, &json);
    // What was put in has plain line ends, and what stands around it is as it was.
    let (before, behind) = (text.get(..block.start).unwrap_or(""), text.get(block.end..).unwrap_or(""));
    let put = marked.get(before.len()..marked.len() - behind.len()).unwrap_or("");
    format!("{before}{}{behind}", in_its_lines(put))
}

/// Puts a generated section behind the one that is generated before it, and what people put below that.
fn insert(pieces: &mut Vec<Piece>, piece: Piece) {
    let place = piece.place;
    let previous = pieces.iter().enumerate().filter(|(_, other)| other.place.is_some() && other.place < place);
    let at = match previous.max_by_key(|(_, other)| other.place).map(|(at, _)| at) {
        Some(at) => {
            let below = pieces.iter().skip(at + 1).take_while(|other| other.place.is_none() && other.level > piece.level).count();
            at + 1 + below
        }
        None => {
            let next = pieces.iter().position(|other| other.place.is_some());
            // Where nothing is left of what was generated, the text of people goes first.
            next.unwrap_or(pieces.len())
        }
    };
    pieces.insert(at, piece);
}

/// Puts sections of the third level that were written just now, and stand side by side below one heading, in their order.
fn in_order(pieces: &mut [Piece], new: &[(String, Section<'_>)]) {
    let parent = |piece: &Piece| {
        let place = piece.place.filter(|_| piece.fresh && piece.level == 3)?;
        new.get(..place)?.iter().rposition(|(_, section)| section.level < 3)
    };
    for run in pieces.chunk_by_mut(|one, other| parent(one).is_some() && parent(one) == parent(other)) {
        run.sort_by_key(|piece| piece.place);
    }
}

/// The pieces as one text: around those that were written just now there is an empty line.
fn put_together(pieces: &[Piece], line_end: &str) -> String {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let last = at.checked_sub(1).and_then(|at| pieces.get(at));
        if last.is_some_and(|last| last.fresh || piece.fresh) && !text.is_empty() {
            let breaks = text.get(text.trim_end().len()..).unwrap_or("").matches('\n').count();
            text.push_str(&line_end.repeat(2_usize.saturating_sub(breaks)));
        }
        text.push_str(&piece.text);
    }
    if pieces.last().is_some_and(|piece| piece.fresh) {
        text.truncate(text.trim_end().len());
        text.push_str(line_end);
    }
    text
}

/// The fields that are generated besides the status.
const FIELDS: [&str; 2] = ["date:", "decision-makers:"];

/// The name of a generated field under which its fingerprint is kept.
fn field(line: &str) -> Option<String> {
    FIELDS.into_iter().find(|field| line.starts_with(field)).map(str::to_owned)
}

/// The front matter, line by line, by what was written before: the fingerprints, and the status of the record. `prose` learns what of it
/// was generated.
fn front_rewritten(
    consulted: &Consulted<'_>,
    front: FrontMatter<'_>,
    (known, was): (&BTreeMap<String, String>, Option<Status>),
    prose: &mut BTreeMap<String, String>,
    in_its_lines: &dyn Fn(&str) -> String,
) -> String {
    let generated = front_matter(consulted);
    let generated = FrontMatter::of(&generated).map_or("", |front| front.lines);
    let new = |name: &str| generated.split_inclusive('\n').find(|line| line.starts_with(name)).map(in_its_lines);
    let status = consulted.header().status;
    // A word of their own is about the status that the record had.
    let is_told = match front.status() {
        Some(told) => told == status,
        None => front.field("status").is_some_and(|word| !word.is_empty()) && was.is_none_or(|was| was == status),
    };
    let status = new("status:").filter(|_| !is_told);
    let mut lines: Vec<String> = Vec::new();
    for line in front.lines.split_inclusive('\n') {
        let written = match field(line) {
            Some(name) if known.get(&name) == Some(&fingerprint(line.trim_end())) => new(&name),
            _ if line.starts_with("status:") => Some(status.clone().unwrap_or_else(|| line.to_owned())),
            _ => Some(line.to_owned()),
        };
        lines.extend(written);
    }
    for name in FIELDS {
        let stood = front.lines.lines().any(|line| line.starts_with(name));
        if stood {
            continue;
        }
        if known.contains_key(name) {
            prose.insert(name.to_owned(), String::new());
            continue;
        }
        // Behind the status, or the date behind it, and whatever lines are part of their values.
        let before: Vec<&str> = ["status:"].into_iter().chain(FIELDS).take_while(|field| *field != name).collect();
        let behind = lines.iter().rposition(|line| before.iter().any(|field| line.starts_with(field)));
        let at = behind.map_or(0, |at| at + 1 + lines.iter().skip(at + 1).take_while(|line| line.starts_with([' ', '-'])).count());
        if let Some(line) = new(name) {
            lines.insert(at, line);
        }
    }
    format!("{}{}", front.before, lines.concat())
}

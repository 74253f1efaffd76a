//! The entries that hold words of a query, weighed line by line.

use super::query::Query;
use super::{Field, Index};

/// The most entries of one word that are looked at, and four times as many of a whole query: those in which the words stand most
/// prominently.
pub(super) const MOST_POSTINGS: usize = 20_000;
/// The most entries whose lines are looked at: those that promise most.
const MOST_CANDIDATES: usize = 600;
/// What a line gains that holds every word of the query.
const WHOLE: f32 = 0.6;
/// What a line gains in which all words follow each other as typed.
const IN_ORDER: f32 = 0.5;
/// What a line gains that is the query, and nothing else.
const SAME: f32 = 1.3;
/// What the words count that stand anywhere in the entry, beside those of its best line.
const ELSEWHERE: f32 = 0.4;
/// The words of a line from which on more of them make it matter less.
const SHORT_LINE: f32 = 8.0;

/// An entry that was found.
pub(super) struct Found {
    pub(super) entry: usize,
    /// The line that matched best, by its place in [`Index::lines`].
    pub(super) line: usize,
    pub(super) score: f32,
    /// Whether letters of the title matched rather than words.
    pub(super) letters: bool,
}

/// How much a word of a line counts, from 0 to 2: the more the shorter the line is.
pub(super) fn prominence(field: Field, words: usize) -> f32 {
    field.weight() / (0.8 + 0.2 * (words as f32 / SHORT_LINE).max(0.5))
}

/// Every entry that a word of the query leads to, in no order.
pub(super) fn by_words(index: &Index, query: &Query) -> Vec<Found> {
    candidates(index, query).into_iter().filter_map(|entry| weigh(index, query, entry)).collect()
}

/// The entries that promise most: those that hold the rarest words of the query, in prominent places.
fn candidates(index: &Index, query: &Query) -> Vec<usize> {
    let mut promise = vec![0.0_f32; index.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut slots: Vec<_> = query.slots.iter().collect();
    slots.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut left = 4 * MOST_POSTINGS;
    for slot in slots {
        for (word, share) in &slot.words {
            let postings = index.vocabulary.postings(*word);
            let looked_at = postings.len().min(MOST_POSTINGS).min(left);
            left -= looked_at;
            for posting in postings.iter().take(looked_at) {
                let Some(promise) = promise.get_mut(posting.entry as usize) else { continue };
                if *promise == 0.0 {
                    touched.push(posting.entry);
                }
                *promise += slot.weight * share * f32::from(posting.impact.max(1));
            }
        }
    }
    if touched.len() > MOST_CANDIDATES {
        let promise = |entry: u32| promise.get(entry as usize).copied().unwrap_or(0.0);
        touched.select_nth_unstable_by(MOST_CANDIDATES, |a, b| promise(*b).total_cmp(&promise(*a)).then(a.cmp(b)));
        touched.truncate(MOST_CANDIDATES);
    }
    touched.into_iter().map(|entry| entry as usize).collect()
}

/// Weighs the lines of an entry; `None` when none holds a word of the query.
fn weigh(index: &Index, query: &Query, at: usize) -> Option<Found> {
    let entry = index.entries.get(at)?;
    let all: f32 = query.slots.iter().map(|slot| slot.weight).sum();
    let mut best: Option<(usize, f32)> = None;
    // For each word of the query, where in the entry it stands most prominently, and how well it is met anywhere.
    let mut anywhere = vec![(0.0_f32, 0.0_f32); query.slots.len()];
    let mut met = vec![0.0_f32; query.slots.len()];
    for line in entry.lines.clone() {
        let tokens = index.tokens_of(line);
        met.fill(0.0);
        let in_order = meet(query, tokens, &mut met);
        let prominence = index.lines.get(line).map_or(0.0, |line| prominence(line.field, tokens.len()));
        let mut sum = 0.0;
        for ((slot, met), anywhere) in query.slots.iter().zip(&met).zip(&mut anywhere) {
            sum += slot.weight * met;
            anywhere.0 = anywhere.0.max(prominence * met);
            anywhere.1 = anywhere.1.max(*met);
        }
        if sum == 0.0 {
            continue;
        }
        let whole = (sum / all).powi(2);
        let pairs = query.slots.len().saturating_sub(1);
        let order = if pairs == 0 { 0.0 } else { in_order as f32 / pairs as f32 };
        let same = if in_order == pairs && tokens.len() == query.slots.len() && whole > 0.8 { SAME } else { 1.0 };
        let score = sum * prominence * (1.0 + WHOLE * whole + IN_ORDER * order) * same;
        if best.is_none_or(|(_, best)| score > best) {
            best = Some((line, score));
        }
    }
    let (line, score) = best?;
    let (mut elsewhere, mut covered) = (0.0, 0.0);
    for (slot, (prominent, met)) in query.slots.iter().zip(&anywhere) {
        elsewhere += slot.weight * prominent;
        covered += slot.weight * met;
    }
    let score = (score + ELSEWHERE * elsewhere) * (0.4 + 0.6 * covered / all);
    Some(Found { entry: at, line, score, letters: false })
}

/// How well the words of a line meet those of the query; and how many pairs of the query's words follow each other in it.
fn meet(query: &Query, tokens: &[u32], met: &mut [f32]) -> usize {
    // The words of the query that the last word of the line may be, a bit each.
    let mut before = 0_u32;
    let mut pairs = 0_u32;
    for token in tokens {
        let mut here = 0_u32;
        for (slot, share) in query.meant_by(*token) {
            if let Some(met) = met.get_mut(*slot) {
                *met = met.max(*share);
            }
            here |= 1 << slot;
        }
        pairs |= (before << 1) & here;
        before = here;
    }
    pairs.count_ones() as usize
}

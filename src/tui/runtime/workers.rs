//! What takes long, each kind in a thread of its own, so that it keeps no key waiting.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use super::start;
use crate::advice::insight::{Reach, insight_while, possible};
use crate::advice::search::Index;
use crate::advice::walk::{Answers, route};
use crate::content::pack::Pack;
use crate::tui::state::{Contradicted, MAX_FOUND, Purpose};
use crate::tui::update::{LookAhead, Message};

/// A search to be made.
pub(super) struct Search {
    /// The pack to search.
    pub pack: Arc<Pack>,
    /// To be given back with the answer.
    pub generation: u64,
    /// The words.
    pub query: String,
}

/// Results of several trees to be compared.
pub(super) struct Comparison {
    /// The pack that they are of.
    pub pack: Arc<Pack>,
    /// To be given back with the answer.
    pub generation: u64,
    /// The answers that the results come from.
    pub answers: Answers,
}

/// A look ahead to be made, with the pack that its positions are of.
pub(super) struct Ahead {
    /// The pack.
    pub pack: Arc<Pack>,
    /// What to look for.
    pub job: LookAhead,
}

/// Looks ahead in a thread of its own, so that a large tree keeps no key waiting. Of each kind the last job counts; what is still
/// possible comes before all else that is to be said of a walk, which is given up when a newer walk waits.
pub(super) fn look_ahead(sender: Sender<Message>) -> io::Result<Sender<Ahead>> {
    let (jobs, waiting) = mpsc::channel::<Ahead>();
    start("look ahead", sender, move |sender| {
        let queue = RefCell::new(Vec::<Ahead>::new());
        let take_in = |ahead: Ahead| {
            let mut queue = queue.borrow_mut();
            queue.retain(|other| !other.job.purpose.is_alike(ahead.job.purpose));
            queue.push(ahead);
        };
        let mut unexplained: Option<Ahead> = None;
        loop {
            if queue.borrow().is_empty() && unexplained.is_none() {
                match waiting.recv() {
                    Ok(ahead) => take_in(ahead),
                    Err(_) => break,
                }
            }
            waiting.try_iter().for_each(take_in);
            let next = {
                let mut queue = queue.borrow_mut();
                // The walk first: it is what most is seen of.
                let at =
                    queue.iter().position(|ahead| ahead.job.purpose == Purpose::Walk).or(if queue.is_empty() { None } else { Some(0) });
                at.map(|at| queue.remove(at))
            };
            let message = match next {
                Some(ahead) => {
                    let message = found(&ahead);
                    if ahead.job.purpose == Purpose::Walk {
                        unexplained = Some(ahead);
                    }
                    message
                }
                None => unexplained.take().and_then(|ahead| {
                    let wanted = || {
                        waiting.try_iter().for_each(take_in);
                        !queue.borrow().iter().any(|other| other.job.purpose == Purpose::Walk)
                    };
                    explained(&ahead, &wanted)
                }),
            };
            if message.is_some_and(|message| sender.send(message).is_err()) {
                break;
            }
        }
    })?;
    Ok(jobs)
}

/// What can be found out fast.
fn found(Ahead { pack, job }: &Ahead) -> Option<Message> {
    let tree = pack.tree(&job.tree)?;
    let generation = job.generation;
    Some(match job.purpose {
        Purpose::Ways(node) => {
            let sets = Reach::new(tree, &job.answers).ways(node).map(|ways| ways.sets).unwrap_or_default();
            Message::Ways { generation, sets }
        }
        Purpose::Walk | Purpose::Map | Purpose::Now | Purpose::Then => {
            Message::Ahead { generation, possible: possible(tree, &job.answers, &route(tree, &job.answers)) }
        }
    })
}

/// All else that there is to say of a walk, as long as it is wanted.
fn explained(Ahead { pack, job }: &Ahead, wanted: &dyn Fn() -> bool) -> Option<Message> {
    let tree = pack.tree(&job.tree)?;
    let insight = insight_while(tree, &job.answers, &route(tree, &job.answers), wanted)?;
    let contradictions = Contradicted::all(pack, &job.answers);
    Some(Message::Explained { generation: job.generation, insight: Arc::new(insight), contradictions: Arc::new(contradictions) })
}

/// Searches in a thread of its own, which reads everything when it is asked for the first time of a pack. Of several searches that
/// wait, the last counts.
pub(super) fn search(sender: Sender<Message>) -> io::Result<Sender<Search>> {
    let (jobs, waiting) = mpsc::channel::<Search>();
    start("search", sender, move |sender| {
        let mut read: Option<(Arc<Pack>, Index)> = None;
        while let Ok(job) = waiting.recv() {
            let job = waiting.try_iter().last().unwrap_or(job);
            read = read.filter(|(pack, _)| Arc::ptr_eq(pack, &job.pack));
            let (_, index) = read.get_or_insert_with(|| (Arc::clone(&job.pack), Index::of(&job.pack)));
            // More may have been typed while everything was read.
            let job = waiting.try_iter().filter(|newer| Arc::ptr_eq(&newer.pack, &job.pack)).last().unwrap_or(job);
            let hits = index.find(&job.query, MAX_FOUND);
            if sender.send(Message::Found { generation: job.generation, hits }).is_err() {
                break;
            }
        }
    })?;
    Ok(jobs)
}

/// Compares the results of several trees. Of several comparisons that wait, the last counts.
pub(super) fn contradictions(sender: Sender<Message>) -> io::Result<Sender<Comparison>> {
    let (jobs, waiting) = mpsc::channel::<Comparison>();
    start("contradictions", sender, move |sender| {
        while let Ok(job) = waiting.recv() {
            let Comparison { pack, generation, answers } = waiting.try_iter().last().unwrap_or(job);
            let contradictions = Arc::new(Contradicted::all(&pack, &answers));
            if sender.send(Message::Contradicted { generation, contradictions }).is_err() {
                break;
            }
        }
    })?;
    Ok(jobs)
}

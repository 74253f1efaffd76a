//! Opens the packs anew when their files change, in a thread of its own.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::start;
use crate::content::pack::Pack;
use crate::store::files::{PackPlaces, open_pack};
use crate::store::watch::{Asker, Told, Watch};
use crate::tui::update::{Message, Renewal};

/// Follows the files of the packs; `None` where no pack lies in a folder, so that nothing can change.
pub(super) fn follow(places: PackPlaces, pack: Arc<Pack>, sender: Sender<Message>) -> io::Result<Option<Asker>> {
    let Some(mut watch) = Watch::of(places) else { return Ok(None) };
    let asker = watch.asker();
    start("files", sender, move |sender| {
        let mut pack = pack;
        loop {
            let message = match watch.wait() {
                Told::NotWatched(why) => Some(Message::NotWatched(why)),
                Told::Changed => look(watch.places(), &mut pack),
            };
            if message.is_some_and(|message| sender.send(message).is_err()) {
                break;
            }
        }
    })?;
    Ok(Some(asker))
}

/// What there is to say after a look at the files: nothing when all that was read is as it was.
fn look(places: &PackPlaces, pack: &mut Arc<Pack>) -> Option<Message> {
    let opened = open(places)?;
    let files = opened.renew(pack);
    let has_same_packs = opened.lacks(pack).chain(pack.lacks(&opened)).next().is_none();
    if files.is_empty() && has_same_packs {
        return None;
    }
    *pack = Arc::new(opened);
    Some(Message::Renewed(Renewal { pack: Arc::clone(pack), files }))
}

/// The packs that there are by now. One that was named and has vanished is left out, so that the others go on being followed; it
/// may be back at the next look.
fn open(places: &PackPlaces) -> Option<Pack> {
    let mut places = places.clone();
    loop {
        match open_pack(&places) {
            Ok(pack) => return Some(pack),
            Err(error) if leave_out(&mut places, &error.folder) => {}
            Err(_) => return None,
        }
    }
}

/// Leaves a pack out, known by how its folder was named; `false` when none is named so.
fn leave_out(places: &mut PackPlaces, folder: &str) -> bool {
    let is_other = |path: &PathBuf| path.display().to_string() != folder;
    let listed: Vec<PathBuf> = places.listed.iter().flat_map(std::env::split_paths).collect();
    let before = places.named.len() + places.loose.len() + listed.len();
    places.named.retain(is_other);
    places.loose.retain(is_other);
    let listed: Vec<PathBuf> = listed.into_iter().filter(is_other).collect();
    let left = places.named.len() + places.loose.len() + listed.len();
    places.listed = std::env::join_paths(listed).ok();
    left < before
}

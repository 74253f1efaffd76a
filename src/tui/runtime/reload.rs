//! Opens the packs anew when their files change, in a thread of its own.

use std::io;
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
        let mut lost = false;
        loop {
            let message = match watch.wait() {
                Told::NotWatched(why) => Some(Message::NotWatched(why)),
                Told::Changed => look(watch.places(), &mut pack, &mut lost),
            };
            if message.is_some_and(|message| sender.send(message).is_err()) {
                break;
            }
        }
    })?;
    Ok(Some(asker))
}

/// What there is to say after a look at the files: nothing when all that was read is as it was.
fn look(places: &PackPlaces, pack: &mut Arc<Pack>, lost: &mut bool) -> Option<Message> {
    let opened = match open_pack(places) {
        Ok(opened) => match opened.lost_layer(pack) {
            Some(folder) => Err(folder.to_owned()),
            None => Ok(opened),
        },
        Err(error) => Err(error.folder),
    };
    match opened {
        // What was read of it stays; that it is gone is told once.
        Err(folder) => (!std::mem::replace(lost, true)).then_some(Message::PackLost(folder)),
        Ok(opened) => {
            *lost = false;
            let files = opened.renew(pack);
            if files.is_empty() {
                return None;
            }
            *pack = Arc::new(opened);
            Some(Message::Renewed(Renewal { pack: Arc::clone(pack), files }))
        }
    }
}

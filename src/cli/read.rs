//! `waypost read`: reference text.

use super::args::ReadArgs;
use super::report::Failure;
use super::{Ending, Output};
use crate::content::diagnostic::nearest;
use crate::content::document::{lay_out, plain, split_reference};
use crate::content::pack::Pack;

pub(super) fn run(pack: &Pack, args: &ReadArgs, out: &mut Output) -> Result<Ending, Failure> {
    let Some(reference) = &args.reference else {
        for id in pack.document_ids() {
            let title = pack.document_title(id);
            out.print(&format!("{id:<20}  {title}\n"))?;
        }
        return Ok(Ending::Done);
    };
    let (id, anchor) = split_reference(reference);
    let Some(document) = pack.document(id) else {
        let near = nearest(id, pack.document_ids()).into_iter().map(str::to_owned).collect();
        let message = format!("there is no reference document `{id}`; `waypost read` lists them");
        return Err(Failure::Usage { code: "unknown-reference", message, near });
    };
    let blocks = match anchor {
        None => &document.blocks[..],
        Some(anchor) => {
            let Some(heading) = document.heading(anchor) else {
                let near = nearest(anchor, document.headings.iter().map(|heading| heading.anchor.as_str()));
                let near = near.into_iter().map(|anchor| format!("{id}#{anchor}")).collect();
                return Err(Failure::Usage { code: "unknown-heading", message: format!("`{id}` has no heading `{anchor}`"), near });
            };
            document.section(heading)
        }
    };
    out.print(&plain(&lay_out(blocks, &document.headings, out.width)))?;
    Ok(Ending::Done)
}

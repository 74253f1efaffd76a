//! What lies in the files: parsing, linking and diagnostics. Does no IO, prints nothing, knows no terminal.

pub mod diagnostic;
pub mod document;
pub mod pack;
pub mod source;
pub mod text;
pub mod tree;

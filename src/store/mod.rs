//! The only wing that touches the disk.

pub mod files;
pub mod revision;

pub use files::open_pack;

//! The only wing that touches the disk.

pub mod files;
pub mod watch;

pub use files::open_pack;

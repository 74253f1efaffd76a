//! The only wing that touches the disk.

pub mod files;
pub mod write;

pub use files::open_pack;

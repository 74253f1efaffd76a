//! The only wing that touches the disk.

pub mod files;

pub use files::open_pack;

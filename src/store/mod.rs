//! The only wing that touches the disk.

pub mod clock;
pub mod files;
pub mod lent;
pub mod lock;
pub mod named;
pub mod record_file;
pub mod records;
pub mod revision;
pub mod watch;
pub mod write;

pub use files::open_pack;

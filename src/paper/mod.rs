//! What is left afterwards: values in, text out. Does no IO.

pub mod record;

pub mod diagram;
pub mod export;

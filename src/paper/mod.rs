//! What is left afterwards: values in, text out. Does no IO.

pub mod diagram;
pub mod export;

//! One small file a format: values in, text out.

pub mod brief;
pub mod command;
pub mod condition;
pub mod diagnostic;
pub mod json;
pub mod text;

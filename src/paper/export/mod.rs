//! One small file a format: values in, text out.

pub mod brief;
pub mod command;
pub mod comparison;
pub mod condition;
pub mod decision;
pub mod diagnostic;
pub mod github;
pub mod graph;
pub mod insight;
pub mod json;
pub mod lint;
pub mod overview;
pub mod record;
pub mod scenario;
pub mod search;
pub mod shelf;
pub mod text;

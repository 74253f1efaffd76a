//! Charts read, mapped and walked.

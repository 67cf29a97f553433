//! Answers that a person might give.

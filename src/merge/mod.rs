//! Union of leaves: a pure plan, then its application.

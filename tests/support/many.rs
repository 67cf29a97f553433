//! How many of a thing a test makes: few on every run, as many as somebody asks for in `.ci/full`.

/// As the variable says, else the short form.
pub(crate) fn many(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |asked| asked.parse().unwrap())
}

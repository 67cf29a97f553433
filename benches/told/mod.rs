//! One line a goal, at the end of what a bench prints: the ratio, the goal, and whether it is met.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

/// Less is better.
pub(crate) fn at_most(what: &str, ratio: f64, goal: f64) {
    told(what, ratio, "at most", goal, ratio <= goal);
}

/// More is better.
pub(crate) fn at_least(what: &str, ratio: f64, goal: f64) {
    told(what, ratio, "at least", goal, ratio >= goal);
}

fn told(what: &str, ratio: f64, bound: &str, goal: f64, is_met: bool) {
    let verdict = if is_met { "met" } else { "missed" };
    println!("{verdict:<7}{what}: {ratio:.2}, goal {bound} {goal}");
}

//! A [`Demand`] as a file: the same demand gives the same bytes.

use std::fmt::Write as _;

use super::{Demand, Need};

const HEAD: &str = "\
# What this department needs. Every key is explained in docs/demand.md.
";

const STARTER: &str = "\
# A starter, drawn from the survey: the skills that people here named as the ones that matter most to
# their posts, with as many people needed as hold them now. Go through every line; then take the next one away.
starter = true
";

/// The text of a demand file. What the lead wrote as comments is not kept.
pub fn write(demand: &Demand) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("schema = 1\n");
    line(&mut text, "department", &quoted(&demand.department));
    if let Some(rate) = demand.base_rate {
        // TOML's numbers with a point need a digit on both sides, so a whole rate stays whole.
        line(&mut text, "base_rate", &rate.to_string());
    }
    let is_starter = demand.is_starter();
    if is_starter {
        text.push_str(STARTER);
    }
    for need in &demand.needs {
        text.push('\n');
        write_need(&mut text, need, need.is_drawn && !is_starter);
    }
    text
}

fn write_need(text: &mut String, need: &Need, is_drawn: bool) {
    text.push_str("[[need]]\n");
    line(text, "skill", &quoted(&need.skill));
    line(text, "level", &need.level.to_string());
    line(text, "need_now", &need.now.to_string());
    line(text, "need_3y", &need.in_three_years.to_string());
    line(text, "criticality", &need.criticality.to_string());
    line(text, "why", &quoted(need.why.code()));
    let optional = [
        ("plan_ref", need.plan.as_deref().map(quoted)),
        (
            "training_months",
            need.training_months.map(|months| months.to_string()),
        ),
        ("market", need.market.map(|market| quoted(market.code()))),
        ("by", need.by.map(|day| day.to_string())),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            line(text, key, &value);
        }
    }
    if is_drawn {
        line(text, "starter", "true");
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a String cannot fail.
    let _written: std::fmt::Result = writeln!(text, "{key} = {value}");
}

/// A text as TOML quotes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

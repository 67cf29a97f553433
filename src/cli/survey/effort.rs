//! What `survey check` says of the keys and minutes that a questionnaire takes.

use std::io::Write;

use serde_json::{Value, json};

use crate::base::text::{one_line, width};
use crate::survey::Questionnaire;
use crate::survey::effort::{Cost, Effort, SCENARIOS, SITTING, estimate};

/// The widest that a section's id and title are shown.
const WIDEST: usize = 48;

/// What the table calls the program's own screens.
const SCREENS: &str = "(notice, words, checking, sending)";

/// The estimate as JSON: sections, the program's screens, the total; `null` where there are errors.
pub(super) fn to_json(survey: Option<&Questionnaire>) -> Value {
    survey.map_or(Value::Null, |survey| {
        let effort = estimate(survey);
        let sections: Vec<Value> = effort
            .sections
            .iter()
            .map(|section| json!({"section": section.id, "people": people(&section.costs)}))
            .collect();
        json!({
            "sections": sections,
            "screens": people(&effort.screens),
            "total": people(&effort.total()),
        })
    })
}

fn people(costs: &[Cost; 3]) -> Value {
    let each = SCENARIOS.iter().zip(costs);
    each.map(|(person, cost)| {
        let minutes = f64::from(tenths(*cost)) / 10.0;
        (
            person.name.to_owned(),
            json!({"keys": cost.keys, "minutes": minutes}),
        )
    })
    .collect::<serde_json::Map<_, _>>()
    .into()
}

/// Tenths of a minute, rounded up.
fn tenths(cost: Cost) -> u32 {
    cost.seconds().div_ceil(6)
}

/// Writes the estimate as a table, one line a section.
pub(super) fn write(out: &mut dyn Write, survey: &Questionnaire) -> std::io::Result<()> {
    let effort = estimate(survey);
    write!(out, "{}", pad("keys and minutes, estimated"))?;
    for person in SCENARIOS {
        write!(out, "{:>14}", person.name)?;
    }
    writeln!(out)?;
    for section in &effort.sections {
        line(out, &one_line(&section.title), &section.costs)?;
    }
    line(out, SCREENS, &effort.screens)?;
    line(out, "all", &effort.total())?;
    too_long(out, &effort)
}

fn line(out: &mut dyn Write, title: &str, costs: &[Cost; 3]) -> std::io::Result<()> {
    write!(out, "{}", pad(title))?;
    for cost in costs {
        let tenths = tenths(*cost);
        write!(out, "{:>7}{:>5}.{}", cost.keys, tenths / 10, tenths % 10)?;
    }
    writeln!(out)
}

fn too_long(out: &mut dyn Write, effort: &Effort) -> std::io::Result<()> {
    for section in effort.too_long() {
        writeln!(
            out,
            "  `{}` takes the typical person more than {} minutes, one sitting: split it",
            section.id,
            SITTING / 60
        )?;
    }
    Ok(())
}

/// A title in the first column, cut where it is too wide.
fn pad(title: &str) -> String {
    let mut shown = String::from("  ");
    for letter in title.chars() {
        shown.push(letter);
        if width(&shown) >= WIDEST {
            break;
        }
    }
    let free = (WIDEST + 2).saturating_sub(width(&shown));
    shown + &" ".repeat(free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::home::flagship;

    #[test]
    fn the_table_has_a_line_a_section_with_its_columns_under_one_another() {
        let survey = flagship().unwrap();
        let mut out = Vec::new();
        write(&mut out, &survey).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        // A head, the sections, the program's screens, the total.
        assert_eq!(lines.len(), survey.sections.len() + 3, "{out}");
        let wide: Vec<usize> = lines.iter().map(|line| width(line)).collect();
        assert!(wide.windows(2).all(|pair| pair[0] == pair[1]), "{out}");
    }

    #[test]
    fn json_says_the_same_and_nothing_of_what_cannot_be_loaded() {
        let told = to_json(flagship().as_deref());
        let total = &told["total"]["heavy"];
        assert!(total["keys"].as_u64().unwrap() > 1000, "{total}");
        assert!(total["minutes"].as_f64().unwrap() > 30.0, "{total}");
        assert_eq!(told["sections"][0]["section"], "start");
        assert_eq!(to_json(None), Value::Null);
    }
}

//! Names as SPSS takes them: of letters, digits, points and underscores, beginning with a letter, 64
//! bytes at most, no two alike whatever their case, none of its own words.

use std::collections::HashSet;

/// Words of the language that no variable may have (PSPP Users' Guide, "Tokens").
const RESERVED: [&str; 13] = [
    "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH",
];

/// The longest name, in bytes.
const LONGEST: usize = 64;

/// Names given out so far.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name after an id.
    pub(super) fn name(&mut self, id: &str) -> String {
        let name = clean(id);
        let mut found = name.clone();
        let mut number = 1;
        while !self.0.insert(found.to_ascii_uppercase()) {
            number += 1;
            let tail = format!("_{number}");
            let kept = super::cut(&name, LONGEST - tail.len());
            found = format!("{kept}{tail}");
        }
        found
    }
}

fn clean(id: &str) -> String {
    let kept = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '_'
        }
    };
    let mut name: String = id.chars().map(kept).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert(0, 'v');
    }
    name.truncate(LONGEST);
    if name.ends_with('.') {
        name.pop();
        name.push('_');
    }
    if RESERVED.contains(&name.to_ascii_uppercase().as_str()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_such_as_spss_takes_and_no_two_are_alike() {
        let mut names = Names::default();
        let long = "x".repeat(80);
        for (id, name) in [
            ("h_want.lab.prep", "h_want.lab.prep"),
            ("H_WANT.lab.prep", "H_WANT.lab.prep_2"),
            ("3d print", "v3d_print"),
            ("with", "with_"),
            ("é", "v_"),
            ("", "v"),
            ("a@00ff", "a_00ff"),
            ("ends.", "ends_"),
            (long.as_str(), &"x".repeat(64)),
            (long.as_str(), &format!("{}_2", "x".repeat(62))),
        ] {
            assert_eq!(names.name(id), name);
        }
    }
}

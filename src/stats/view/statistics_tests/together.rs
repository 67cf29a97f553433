//! Everything that is published of one question, read together: no figure of it may stand for fewer than three numbers.

use proptest::prelude::*;

use super::*;
use crate::survey::technical::{Definition, Rule};

/// So many biologists who gave each code; the last so many preferred not to say.
fn crowd(id: &str, given: &[&str], counts: &[usize]) -> Ground {
    let people: usize = counts.iter().sum();
    let parts = (0..people).map(|at| part("bio", &[(id, one(given, counts, at))]));
    Ground {
        frame: frame(&survey(), parts.collect()),
        ..Ground::new()
    }
}

/// What the question's own table shows of its codes, then of those who preferred not to say.
fn table(ground: &Ground, id: &str) -> Vec<Option<u64>> {
    let published = ground.frame.count_only(id).protect(Protection::Hesa);
    let published = published.unwrap();
    let mut rows = published.tables()[0].rows.iter();
    let row = rows.find(|row| row.group == "bio").unwrap();
    let cells = row.cells.iter().map(|cell| cell.figure.count());
    let mut kinds = row.missing.iter();
    let silent = kinds.find(|(kind, _)| *kind == Missing::PreferNot).unwrap();
    cells.chain([silent.1.count()]).collect()
}

#[test]
fn whether_ten_answered_is_decided_by_what_is_shown() {
    let horizon = |counts: &[usize]| {
        let ground = crowd("i_horizon", &HORIZON, counts);
        let view = made(Name::Career, &ground.of(Some("bio")), Protection::Hesa);
        (table(&ground, "i_horizon"), block(&view, "horizon"))
    };
    // Nine or ten of 24 said when they mean to leave: the table of the question does not say which.
    assert_eq!(horizon(&[4, 5, 15]), horizon(&[5, 5, 14]));
    // Twenty-seven are ten at least, however they are rounded.
    assert_eq!(horizon(&[15, 12, 3]).1[0], "one|15|60%");
}

/// Of some codes together, how many are shown.
struct Said {
    codes: Vec<usize>,
    shown: u64,
}

/// The figures of a block's line.
fn figures(line: &str) -> Vec<Option<u64>> {
    let values = line.split('|').skip(1);
    values.map(|value| value.parse().ok()).collect()
}

/// What the bands of age and the definitions say besides the table.
fn said(ground: &Ground, definitions: &[Definition]) -> Vec<Said> {
    let beside = Beside {
        definitions,
        ..Beside::default()
    };
    let material = ground.of(Some("bio"));
    let entry = made_beside(Name::Entry, &material, beside);
    let staff = made_beside(Name::Staff, &material, beside);
    let bands = block(&entry, "bands").into_iter().zip(0..);
    let bands = bands.map(|(line, at)| (vec![2 * at, 2 * at + 1], figures(&line)[0]));
    let definitions = definitions.iter().zip(block(&staff, "definitions"));
    let definitions = definitions.flat_map(|(definition, line)| {
        let counts = |at: &usize| definition.rules[0].counts(AGES[*at]);
        let (counted, others) = (0..AGES.len()).partition(counts);
        let sides = [counted, others, vec![AGES.len()]];
        sides.into_iter().zip(figures(&line))
    });
    let all = bands.chain(definitions);
    all.filter_map(|(codes, shown)| shown.map(|shown| Said { codes, shown }))
        .collect()
}

/// The numbers that every code may be, and whoever preferred not to say: all that fit are tried.
struct Reader<'r> {
    rooms: Vec<(u64, u64)>,
    said: &'r [Said],
    tried: Vec<u64>,
    found: Vec<Option<(u64, u64)>>,
}

const fn rounds_to(shown: u64) -> (u64, u64) {
    (shown.saturating_sub(2), shown + 2)
}

impl Reader<'_> {
    /// The least and the most of each, where so many people are left.
    fn of(table: &[Option<u64>], people: u64, said: &[Said]) -> Vec<(u64, u64)> {
        let rooms = table
            .iter()
            .map(|shown| shown.map_or((0, people), rounds_to));
        let mut reader = Reader {
            rooms: rooms.collect(),
            said,
            tried: Vec::new(),
            found: vec![None; table.len()],
        };
        reader.go_on(people);
        reader.found.into_iter().map(Option::unwrap).collect()
    }

    fn go_on(&mut self, left: u64) {
        let Some(&(low, high)) = self.rooms.get(self.tried.len()) else {
            if left == 0 && self.said.iter().all(|said| self.fits(said)) {
                for (found, &tried) in self.found.iter_mut().zip(&self.tried) {
                    let (low, high) = found.unwrap_or((tried, tried));
                    *found = Some((low.min(tried), high.max(tried)));
                }
            }
            return;
        };
        let rest = &self.rooms[self.tried.len() + 1..];
        let least: u64 = rest.iter().map(|(low, _)| low).sum();
        let most: u64 = rest.iter().map(|(_, high)| high).sum();
        for one in low.max(left.saturating_sub(most))..=high.min(left.saturating_sub(least)) {
            self.tried.push(one);
            self.go_on(left - one);
            self.tried.pop();
        }
    }

    fn fits(&self, said: &Said) -> bool {
        let sum: u64 = said.codes.iter().map(|&at| self.tried[at]).sum();
        let (low, high) = rounds_to(said.shown);
        (low..=high).contains(&sum)
    }
}

fn definition(codes: &[usize]) -> Definition {
    Definition {
        id: "d".to_owned(),
        title: Text::same("d"),
        source: String::new(),
        rules: vec![Rule {
            question: "k_age".to_owned(),
            codes: codes.iter().map(|&at| AGES[at].to_owned()).collect(),
            starting: Vec::new(),
        }],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bands_and_definitions_leave_every_figure_three_numbers(
        counts in prop::collection::vec(0..13_usize, 7),
        sets in prop::collection::vec(prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 1..6), 0..4),
    ) {
        let ground = crowd("k_age", &AGES, &counts);
        let people: usize = counts.iter().sum();
        prop_assume!(people >= 10);
        let definitions: Vec<Definition> = sets.iter().map(|set| definition(set)).collect();
        let (table, said) = (table(&ground, "k_age"), said(&ground, &definitions));
        let alone = Reader::of(&table, people as u64, &[]);
        let together = Reader::of(&table, people as u64, &said);
        for (alone, together) in alone.iter().zip(&together) {
            let is_wide = |(low, high): &(u64, u64)| high - low >= 2;
            prop_assert!(is_wide(together) || !is_wide(alone), "{table:?} {alone:?} {together:?}");
        }
    }
}

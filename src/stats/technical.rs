//! Who counts as technical, by rival definitions: worked out from the answers, person by person.
//!
//! What all definitions say of one person is one code, a letter each (`1` counted, `0` not, `-` cannot be
//! told), and a variable like any other: so the profile protects what definitions tell beside each other.
//! Besides there is a variable a definition, by which releases are compared.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::response::answer::{Answer, Chosen, Value};
use crate::survey::technical::{Definition, Rule};

use super::column::Column;
use super::door::Door;
use super::flags::Flags;
use super::frame::Frame;
use super::variable::{Listing, Variable};

/// The variable of all definitions together.
pub(super) const ALL: &str = "technical";
/// Counted, not counted, cannot be told.
pub(super) const SAYS: [char; 3] = ['1', '0', '-'];

/// The variable of one definition.
fn id_of(definition: &Definition) -> String {
    format!("{ALL}.{}", definition.id)
}

impl<D: Door> Frame<D> {
    /// A frame of the same people that holds what each definition says of them and nothing else.
    pub(super) fn by_definition(&self, definitions: &[Definition]) -> Self {
        let people = self.groups.last().map_or(0, |(_, range)| range.end);
        let of = |at: usize| definitions.iter().map(move |one| self.says(one, at));
        let told: Vec<String> = (0..people).map(|at| of(at).collect()).collect();
        let mut columns = vec![filled(ALL, told.iter().map(String::as_str))];
        for (place, definition) in definitions.iter().enumerate() {
            let letters = told
                .iter()
                .map(|told| told.get(place..=place).unwrap_or_default());
            columns.push(filled(&id_of(definition), letters));
        }
        let (variables, columns): (Vec<Variable>, Vec<Column>) = columns.into_iter().unzip();
        let index = variables.iter().enumerate();
        Self {
            index: index.map(|(at, one)| (one.id.clone(), at)).collect(),
            departments: self.departments.clone(),
            variables,
            columns,
            quiet: Vec::new(),
            groups: self.groups.clone(),
            flags: Flags::new(std::iter::empty()),
            survey: self.survey.clone(),
            fingerprint: self.fingerprint.clone(),
            minimum_group: self.minimum_group,
            profile: self.profile,
            department: None,
            door: PhantomData,
        }
    }

    /// What a definition says of one person: a question that was not answered can still have counted.
    fn says(&self, definition: &Definition, at: usize) -> char {
        let fits: Vec<Option<bool>> = definition
            .rules
            .iter()
            .map(|one| self.fits(one, at))
            .collect();
        if fits.contains(&Some(true)) {
            SAYS[0]
        } else if fits.contains(&None) {
            SAYS[2]
        } else {
            SAYS[1]
        }
    }

    fn fits(&self, rule: &Rule, at: usize) -> Option<bool> {
        let answers = self.answers(&rule.question)?;
        if answers.missing(at).is_some() {
            return None;
        }
        let mut codes = answers.codes(at);
        Some(codes.any(|code| rule.counts(&code.to_string())))
    }
}

/// A finished column of these codes, those that occur in order.
fn filled<'t>(id: &str, codes: impl Iterator<Item = &'t str> + Clone) -> (Variable, Column) {
    let mut variable = Variable::of_codes(id, Listing::Occurring);
    let mut known: Vec<&str> = codes.clone().collect();
    known.sort_unstable();
    known.dedup();
    variable.codes = known
        .iter()
        .map(|code| super::Code::Text((*code).to_owned()))
        .collect();
    let mut column = Column::new(&variable);
    let mut people = 0;
    for code in codes {
        column.push_missing(crate::response::answer::Missing::NotRelevant);
        column.set_last(&Answer::Value(Value::Choice(Chosen::code(code))));
        people += 1;
    }
    let order: Arc<[u32]> = (0..people).collect();
    (variable, column.reorder(&order))
}

//! Differences of one question.

use rust_decimal::Decimal;

use super::{About, Finder, Verdict, some_of};
use crate::base::language::{Language, Text};
use crate::survey::canonical;
use crate::survey::expression::Expression;
use crate::survey::migrate::{codes, earlier, is_alike, nested_migration, renamed, rows};
use crate::survey::model::{
    Cells, Choice, Kind, Matrix, Migration, Question, Range, Release, Repeat,
};

/// A question in two versions, and the migration between them.
#[derive(Clone, Copy)]
struct Pair<'q> {
    was: &'q Question,
    now: &'q Question,
    migration: Option<&'q Migration>,
}

/// Which way a limit narrows what may be answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Least,
    Most,
}

/// A limit of a type, by its key.
type Limit = (&'static str, Side, Option<Decimal>);

impl<'q> Finder<'q> {
    pub(super) fn questions(&mut self) {
        for now in self.new.questions() {
            let about = About::Question(now.id.clone());
            match self.earlier(&now.id) {
                (None, _) => {
                    let words = "a new question: earlier responses read `not_in_version`";
                    self.harmless(&about, "added", words);
                }
                (Some(was), migration) => {
                    let pair = Pair {
                        was,
                        now,
                        migration,
                    };
                    self.audience(&about, pair);
                    self.question(&about, pair);
                }
            }
        }
        for was in self.gone() {
            let about = About::Question(was.id.clone());
            let words = "no longer asked: its answers stay, later responses read `not_in_version`; if it is asked under another id now, a `[[migration]]` with `was` says so";
            self.add(
                &about,
                "removed",
                Verdict::Comparable,
                words.to_owned(),
                true,
            );
        }
    }

    fn question(&mut self, about: &About, pair: Pair<'q>) {
        let before = self.changes.len();
        let Pair {
            was,
            now,
            migration,
        } = pair;
        if was.id != now.id {
            let words = format!("it was called `{}`", was.id);
            self.grave(about, "renamed", words, migration);
        }
        if !is_alike(&was.kind, &now.kind) {
            let name = canonical::type_name;
            let words = format!(
                "another type: {}, then {}",
                name(&was.kind),
                name(&now.kind)
            );
            self.grave(about, "type", words, None);
            return;
        }
        self.texts(about, pair);
        self.codes(about, pair);
        self.rows(about, pair);
        self.limits(about, pair);
        self.meaning(about, pair);
        self.conditions(about, pair);
        if let (Kind::Repeat(was), Kind::Repeat(now)) = (&was.kind, &now.kind) {
            self.nested(about, was, now);
        } else if self.changes.len() == before && differs(pair) {
            self.harmless(about, "shown", "how it is shown or taken");
        }
    }

    /// Who may read an answer was promised when it was given: more readers hold earlier drafts back.
    fn audience(&mut self, about: &About, pair: Pair<'_>) {
        let before = self.changes.len();
        for now in &pair.now.audience {
            let mut releases = pair.was.audience.iter();
            let was = releases.find(|was| was.audience == now.audience);
            if self.is_wider(was, now) {
                let words = format!(
                    "more of it may reach `{}`; drafts that hold an answer go on as they were promised",
                    now.audience
                );
                self.add(about, "audience", Verdict::Comparable, words, true);
            }
        }
        let told = |releases: &[Release]| -> Vec<(String, Option<String>)> {
            let releases = releases.iter();
            releases
                .map(|one| (one.audience.clone(), source(one.when.as_ref())))
                .collect()
        };
        let differs = told(&pair.was.audience) != told(&pair.now.audience);
        if differs && self.changes.len() == before {
            self.harmless(about, "audience", "fewer may read it");
        }
    }

    fn is_wider(&self, was: Option<&Release>, now: &Release) -> bool {
        let Some(was) = was else { return true };
        let sealed_to = |audiences: &[crate::survey::model::Audience]| {
            let mut audiences = audiences.iter();
            let found = audiences.find(|audience| audience.id == now.audience);
            found
                .map(|audience| audience.sealed_to.clone())
                .unwrap_or_default()
        };
        let then = sealed_to(&self.old.audiences);
        let more = sealed_to(&self.new.audiences);
        let when = source(was.when.as_ref());
        more.iter().any(|role| !then.contains(role))
            || (when.is_some() && when != source(now.when.as_ref()))
    }

    fn texts(&mut self, about: &About, pair: Pair<'_>) {
        let texts = |question: &Question| {
            [
                Some(question.label.clone()),
                question.hint.clone(),
                question.why.clone(),
                question.constraint_message.clone(),
                question.warning_message.clone(),
            ]
        };
        if texts(pair.was) != texts(pair.now) {
            self.harmless(about, "text", "its words");
        }
        let mut relabelled = Vec::new();
        for now in own_choices(pair.now) {
            let mut then = own_choices(pair.was).into_iter();
            let was = then.find(|was| was.code == now.code);
            if was.is_some_and(|was| was.label != now.label) {
                relabelled.push(now.code.as_str());
            }
        }
        if !relabelled.is_empty() {
            let words = format!("labels of {}", some_of(&relabelled));
            self.harmless(about, "text", words);
        }
    }

    fn codes(&mut self, about: &About, pair: Pair<'q>) {
        let (then, now) = (codes(self.old, pair.was), codes(self.new, pair.now));
        let is_scale = match &pair.now.kind {
            Kind::Scale { .. } => true,
            Kind::Matrix(matrix) => matches!(matrix.cells, Cells::Scale(_)),
            _ => false,
        };
        let renames = pair.migration.map(|one| (&one.codes, one.from.is_empty()));
        let change = Renames::find(&then, &now, renames);
        if is_scale && !change.added.is_empty() {
            let words = format!("new points of the scale: {}", some_of(&change.added));
            self.grave(about, "codes_added", words, pair.migration);
        } else if !change.added.is_empty() {
            let words = format!("new codes: {}", some_of(&change.added));
            self.harmless(about, "codes_added", words);
        }
        self.renames(about, "code", &change);
    }

    fn rows(&mut self, about: &About, pair: Pair<'q>) {
        let (then, now) = (rows(self.old, pair.was), rows(self.new, pair.now));
        let renames = pair.migration.map(|one| (&one.rows, one.from.is_empty()));
        let change = Renames::find(&then, &now, renames);
        if !change.added.is_empty() {
            let words = format!("new rows: {}", some_of(&change.added));
            self.harmless(about, "rows_added", words);
        }
        self.renames(about, "row", &change);
    }

    /// What became of codes or rows that were there.
    fn renames(&mut self, about: &About, what: &str, change: &Renames<'_>) {
        let kinds = if what == "code" {
            ["codes_renamed", "codes_removed"]
        } else {
            ["rows_renamed", "rows_removed"]
        };
        if !change.renamed.is_empty() {
            let words = format!("{what}s called otherwise: {}", some_of(&change.renamed));
            self.add(about, kinds[0], Verdict::Migrated, words, false);
        }
        if !change.removed.is_empty() {
            // Only drafts that hold one of these stay behind: the value itself no longer fits.
            let words = format!("{what}s that are gone: {}", some_of(&change.removed));
            self.add(about, kinds[1], Verdict::NotComparable, words, false);
        }
        if change.reordered {
            let words = format!("{what}s stand in another order");
            self.harmless(about, "reordered", words);
        }
    }

    fn limits(&mut self, about: &About, pair: Pair<'_>) {
        let then = limits(&pair.was.kind);
        for (key, side, now) in limits(&pair.now.kind) {
            let was = then.iter().find(|(other, _, _)| *other == key);
            let was = was.and_then(|(_, _, was)| *was);
            if was == now {
                continue;
            }
            let tell = |limit: Option<Decimal>| {
                limit.map_or_else(|| "none".to_owned(), |limit| limit.normalize().to_string())
            };
            let words = format!("`{key}`: {}, then {}", tell(was), tell(now));
            let is_narrower = match (was, now) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some(was), Some(now)) => (side == Side::Least) == (now > was),
            };
            if is_narrower {
                self.grave(about, "bounds_narrowed", words, pair.migration);
            } else {
                self.harmless(about, "bounds_widened", words);
            }
        }
    }

    /// What a value means or may be, beyond its limits.
    fn meaning(&mut self, about: &About, pair: Pair<'_>) {
        let language = self.new.default_language();
        let then = facts(pair.was, &language);
        for (key, now) in facts(pair.now, &language) {
            let was = then.iter().find(|(other, _)| *other == key);
            let was = was.map(|(_, was)| was.clone()).unwrap_or_default();
            if was == now {
                continue;
            }
            if now.is_none() && matches!(key, "pattern" | "constraint") {
                let words = format!("`{key}` is gone, so more may be answered");
                self.harmless(about, "bounds_widened", words);
            } else {
                let words = format!("another `{key}`");
                self.grave(about, "meaning", words, pair.migration);
            }
        }
    }

    /// Who is asked, what is offered, what must be answered.
    fn conditions(&mut self, about: &About, pair: Pair<'_>) {
        let Pair { was, now, .. } = pair;
        if source(was.relevant.as_ref()) != source(now.relevant.as_ref()) {
            let words = "asked of others than before; `not_relevant` says of whom it was not";
            self.harmless(about, "relevant", words);
        }
        let filter = |kind: &Kind| kind.choices().and_then(|one| source(one.filter.as_ref()));
        if filter(&was.kind) != filter(&now.kind) {
            let words = "offers another part of its choices or rows";
            self.harmless(about, "filter", words);
        }
        let required = |question: &Question| format!("{:?}", question.required);
        if required(was) != required(now) {
            self.harmless(about, "required", "whether it must be answered");
        }
        if was.missing != now.missing {
            let words = "other ways of not answering are offered";
            self.harmless(about, "missing", words);
        }
        if source(was.default.as_ref()) != source(now.default.as_ref()) {
            let words = "something else stands there before the person answers";
            self.harmless(about, "default", words);
        }
        if source(was.warning.as_ref()) != source(now.warning.as_ref()) {
            self.harmless(about, "warning", "another warning");
        }
    }

    fn nested(&mut self, about: &About, then: &'q Repeat, now: &'q Repeat) {
        let About::Question(outer) = about else {
            return;
        };
        let find = |id: &str| then.questions.iter().find(|one| one.id == id);
        let mut taken = Vec::new();
        for now in &now.questions {
            let about = About::Question(format!("{outer}.{}", now.id));
            let migration = nested_migration(self.old, self.new, outer, &now.id);
            match earlier(migration, &now.id, find) {
                None => self.harmless(&about, "added", "a new question of the repeat"),
                Some(was) => {
                    taken.push(was.id.as_str());
                    let pair = Pair {
                        was,
                        now,
                        migration,
                    };
                    self.question(&about, pair);
                }
            }
        }
        for was in &then.questions {
            if !taken.contains(&was.id.as_str()) {
                let about = About::Question(format!("{outer}.{}", was.id));
                let words = "no longer asked within the repeat".to_owned();
                self.add(&about, "removed", Verdict::Comparable, words, false);
            }
        }
    }
}

/// Whether anything at all is different, but for who may read it.
fn differs(pair: Pair<'_>) -> bool {
    let form = |question: &Question| canonical::question(question, false);
    form(pair.was) != form(pair.now)
}

/// What became of codes or rows.
struct Renames<'q> {
    added: Vec<&'q str>,
    renamed: Vec<&'q str>,
    removed: Vec<&'q str>,
    reordered: bool,
}

impl<'q> Renames<'q> {
    fn find(
        then: &[&'q Choice],
        now: &[&'q Choice],
        renames: Option<(&std::collections::BTreeMap<String, String>, bool)>,
    ) -> Self {
        let renames = renames
            .map(|(renames, of_any)| renamed(renames, of_any, now))
            .unwrap_or_default();
        let is_now = |code: &str| now.iter().any(|choice| choice.code == code);
        let mut change = Self {
            added: Vec::new(),
            renamed: Vec::new(),
            removed: Vec::new(),
            reordered: false,
        };
        let mut kept = Vec::new();
        for choice in then {
            let code = choice.code.as_str();
            match renames.get(code) {
                Some(_) => change.renamed.push(code),
                None if is_now(code) => kept.push(code),
                None => change.removed.push(code),
            }
        }
        let is_target = |code: &str| renames.values().any(|target| target == code);
        let old = |code: &str| then.iter().any(|choice| choice.code == code);
        let new = now.iter().map(|choice| choice.code.as_str());
        change.added = new
            .clone()
            .filter(|code| !old(code) && !is_target(code))
            .collect();
        let order: Vec<&str> = new.filter(|code| kept.contains(code)).collect();
        change.reordered = order != kept;
        change
    }
}

fn source(condition: Option<&Expression>) -> Option<String> {
    condition.map(|condition| condition.source().to_owned())
}

/// Choices, rows, points and columns that are written with a question.
fn own_choices(question: &Question) -> Vec<&Choice> {
    let columns: &[Choice] = match &question.kind {
        Kind::Scale { points } => points,
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => columns,
            Cells::Integer(_) | Cells::Decimal(_) => &[],
        },
        _ => &[],
    };
    let own = question
        .kind
        .choices()
        .map_or(&[][..], |choices| &choices.own);
    own.iter().chain(columns).collect()
}

fn limits(kind: &Kind) -> Vec<Limit> {
    use Side::{Least, Most};
    let number = |limit: Option<u32>| limit.map(Decimal::from);
    match kind {
        Kind::Text { max_length, .. } | Kind::LongText { max_length } => {
            vec![("max_length", Most, number(Some(*max_length)))]
        }
        Kind::Integer(range) | Kind::Decimal(range) => range_limits(range),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Integer(range) | Cells::Decimal(range) => range_limits(range),
            _ => Vec::new(),
        },
        Kind::Multiple { min, max, .. } => {
            vec![("min", Least, number(*min)), ("max", Most, number(*max))]
        }
        Kind::Rank { max, .. } => vec![("max", Most, number(*max))],
        Kind::Repeat(repeat) => vec![
            ("min", Least, number(Some(repeat.min))),
            ("max", Most, number(Some(repeat.max))),
        ],
        _ => Vec::new(),
    }
}

fn range_limits(range: &Range) -> Vec<Limit> {
    vec![
        ("min", Side::Least, range.min),
        ("max", Side::Most, range.max),
        ("decimals", Side::Most, Some(range.decimals.into())),
    ]
}

/// What must be the same for values to mean the same, by key.
fn facts(question: &Question, language: &Language) -> Vec<(&'static str, Option<String>)> {
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(language).to_owned());
    let mut facts = vec![
        ("constraint", source(question.constraint.as_ref())),
        ("calculation", source(question.calculation.as_ref())),
    ];
    match &question.kind {
        Kind::Text { pattern, .. } => facts.push(("pattern", pattern.clone())),
        Kind::Integer(range) | Kind::Decimal(range) => facts.push(("unit", words(&range.unit))),
        Kind::Allocation {
            total, step, unit, ..
        } => facts.extend([
            ("total", Some(total.to_string())),
            ("step", Some(step.to_string())),
            ("unit", words(unit)),
        ]),
        Kind::Matrix(matrix) => facts.extend(matrix_facts(matrix, &words)),
        _ => {}
    }
    facts
}

/// A group that a person closed is stored by its code.
fn matrix_facts(
    matrix: &Matrix,
    words: &dyn Fn(&Option<Text>) -> Option<String>,
) -> Vec<(&'static str, Option<String>)> {
    let groups = matrix.groups.clone().filter(|_| matrix.closable);
    let unit = match &matrix.cells {
        Cells::Integer(range) | Cells::Decimal(range) => words(&range.unit),
        _ => None,
    };
    vec![("groups", groups), ("unit", unit)]
}

//! The canonical form: compact JSON with the members that the TOML has, in one order, lists inlined,
//! members equal to their default left out. Its SHA-256 is the questionnaire's fingerprint, so what
//! this writes for a given questionnaire can never change; a new member must be left out by default.

mod form;
mod tree;

use std::collections::BTreeMap;

use serde_json::Value;

use self::form::Form;
use self::tree::Tree;
use super::expression::Expression;
use super::model::{
    Audience, Cells, Choice, Choices, Kind, Matrix, Migration, Privacy, Profile, Question,
    Questionnaire, Range, Release, Repeat, Required, Role, Section,
};
use crate::base::language::Text;

/// Members in the order in which they are put.
#[derive(Default)]
struct Members(tree::Table);

impl Members {
    fn put(mut self, key: &'static str, value: impl Into<Tree>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Puts a member that is there.
    fn some<T: Into<Tree>>(self, key: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    /// Puts a member unless it is the default.
    fn unless<T: Into<Tree> + PartialEq>(self, key: &'static str, value: T, default: &T) -> Self {
        let given = (value != *default).then_some(value);
        self.some(key, given)
    }

    fn list(self, key: &'static str, items: Vec<Tree>) -> Self {
        let given = (!items.is_empty()).then_some(items);
        self.some(key, given)
    }

    fn condition(self, key: &'static str, condition: Option<&Expression>) -> Self {
        self.some(key, condition.map(Expression::source))
    }

    fn words(self, key: &'static str, words: Option<&Text>) -> Self {
        self.some(key, words.map(text))
    }

    fn close(self) -> Tree {
        Tree::Table(self.0)
    }
}

/// Writes the canonical form.
pub(super) fn write(survey: &Questionnaire) -> Vec<u8> {
    let before = Members::default()
        .put("schema", 1)
        .put("survey", header(survey))
        .put("privacy", privacy(&survey.privacy))
        .list("audience", survey.audiences.iter().map(audience).collect());
    let after = Members::default()
        .list("section", survey.sections.iter().map(section).collect())
        .list(
            "migration",
            survey.migrations.iter().map(migration).collect(),
        );
    let form = Form {
        before: before.0,
        lists: &survey.lists,
        after: after.0,
    };
    // What is made of texts, numbers, lists and tables can always be written.
    serde_json::to_vec(&form).unwrap_or_default()
}

/// A text as the canonical form and the codebook give it.
pub(super) fn text_json(words: &Text) -> Value {
    text(words).into_value()
}

fn text(words: &Text) -> Tree {
    match words {
        Text::Same(words) => words.as_str().into(),
        Text::By(table) => {
            let members = table
                .iter()
                .map(|(language, words)| (language.to_string().into(), words.as_str().into()));
            Tree::Table(members.collect())
        }
    }
}

fn tags(tags: &[crate::base::language::Language]) -> Vec<Tree> {
    tags.iter().map(|tag| tag.as_str().into()).collect()
}

fn header(survey: &Questionnaire) -> Tree {
    let day = |day: Option<crate::base::time::Day>| day.map(|day| day.to_string());
    Members::default()
        .put("id", survey.id.as_str())
        .put("title", text(&survey.title))
        .put("languages", tags(&survey.languages))
        .list("unchecked", tags(&survey.unchecked))
        .some(
            "minutes",
            survey.minutes.map(|(least, most)| vec![least, most]),
        )
        .some("department", survey.department.as_deref())
        .unless("wave", survey.wave.as_str(), &"")
        .some("opens", day(survey.opens))
        .some("closes", day(survey.closes))
        .some("revise_until", day(survey.revise_until))
        .close()
}

fn privacy(privacy: &Privacy) -> Tree {
    let profile = match privacy.profile {
        Profile::Hesa => "hesa",
        Profile::MinimumN => "minimum-n",
        Profile::Suppress => "suppress",
        Profile::None => "none",
    };
    Members::default()
        .words("notice", privacy.notice.as_ref())
        .some("approved_by", privacy.approved_by.as_deref())
        .some(
            "approved_on",
            privacy.approved_on.map(|day| day.to_string()),
        )
        .words("contact", privacy.contact.as_ref())
        .some("retention_days", privacy.retention_days)
        .unless("profile", profile, &"hesa")
        .unless("minimum_group", privacy.minimum_group, &10)
        .close()
}

fn audience(audience: &Audience) -> Tree {
    let role = |role: &Role| match role {
        Role::Department => "department",
        Role::Institution => "institution",
        Role::Statistics => "statistics",
    };
    let sealed_to: Vec<&str> = audience.sealed_to.iter().map(role).collect();
    Members::default()
        .put("id", audience.id.as_str())
        .put("sealed_to", sealed_to)
        .unless("pad", audience.pad, &16)
        .close()
}

fn migration(migration: &Migration) -> Tree {
    let from = migration.from.iter().map(|from| from.as_str().into());
    let table = |pairs: &BTreeMap<String, String>| {
        let members = pairs
            .iter()
            .map(|(was, is)| (was.clone().into(), is.as_str().into()));
        (!pairs.is_empty()).then(|| Tree::Table(members.collect()))
    };
    Members::default()
        .list("from", from.collect())
        .put("question", migration.question.as_str())
        .some("was", migration.was.as_deref())
        .some("codes", table(&migration.codes))
        .some("rows", table(&migration.rows))
        .close()
}

fn choice_members(choice: &Choice) -> Members {
    Members::default()
        .put("code", choice.code.as_str())
        .put("label", text(&choice.label))
        .unless("exclusive", choice.exclusive, &false)
        .unless("specify", choice.specify, &false)
}

fn written(choices: &[Choice]) -> Vec<Tree> {
    choices
        .iter()
        .map(|choice| choice_members(choice).close())
        .collect()
}

fn section(section: &Section) -> Tree {
    Members::default()
        .put("id", section.id.as_str())
        .put("title", text(&section.title))
        .words("intro", section.intro.as_ref())
        .condition("relevant", section.relevant.as_ref())
        .unless("shuffle", section.shuffle, &false)
        .put(
            "question",
            section
                .questions
                .iter()
                .map(|asked| asked_tree(asked, true))
                .collect::<Vec<Tree>>(),
        )
        .close()
}

/// One question; a nested one has no audience.
pub(super) fn question(asked: &Question, outer: bool) -> Value {
    asked_tree(asked, outer).into_value()
}

fn asked_tree(asked: &Question, outer: bool) -> Tree {
    let is_released = outer && !matches!(asked.kind, Kind::Note);
    let members = Members::default()
        .put("id", asked.id.as_str())
        .put("type", type_name(&asked.kind))
        .put("label", text(&asked.label))
        .words("hint", asked.hint.as_ref())
        .words("why", asked.why.as_ref())
        .condition("relevant", asked.relevant.as_ref())
        .some("required", required(asked))
        .condition("constraint", asked.constraint.as_ref())
        .words("constraint_message", asked.constraint_message.as_ref())
        .condition("warning", asked.warning.as_ref())
        .words("warning_message", asked.warning_message.as_ref())
        .condition("calculation", asked.calculation.as_ref())
        .condition("default", asked.default.as_ref())
        .list(
            "missing",
            asked
                .missing
                .iter()
                .map(|kind| kind.code().into())
                .collect(),
        )
        .some("audience", is_released.then(|| releases(&asked.audience)))
        .some("tier", asked.tier.as_deref())
        .unless("special", asked.special, &false)
        .unless("shuffle", asked.shuffle, &false);
    kind(members, &asked.kind).close()
}

/// Answered types are required unless they say otherwise; the others never are.
fn required(asked: &Question) -> Option<Tree> {
    let is_answered = !matches!(asked.kind, Kind::Note | Kind::Computed { .. });
    match &asked.required {
        Required::Yes => None,
        Required::No => is_answered.then_some(Tree::Bool(false)),
        Required::When(condition) => Some(condition.source().into()),
    }
}

fn releases(releases: &[Release]) -> Vec<Tree> {
    let one = |release: &Release| match &release.when {
        None => release.audience.as_str().into(),
        Some(when) => Members::default()
            .put("id", release.audience.as_str())
            .put("when", when.source())
            .close(),
    };
    releases.iter().map(one).collect()
}

/// The name of a question's type as `type` gives it.
pub(super) const fn type_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => "text",
        Kind::LongText { .. } => "long_text",
        Kind::Integer(_) => "integer",
        Kind::Decimal(_) => "decimal",
        Kind::YesNo => "yes_no",
        Kind::Single(_) => "single",
        Kind::Multiple { .. } => "multiple",
        Kind::Scale { .. } => "scale",
        Kind::Matrix(_) => "matrix",
        Kind::Allocation { .. } => "allocation",
        Kind::Rank { .. } => "rank",
        Kind::Date => "date",
        Kind::Month => "month",
        Kind::Lookup(_) => "lookup",
        Kind::Repeat(_) => "repeat",
        Kind::Note => "note",
        Kind::Acknowledge => "acknowledge",
        Kind::Computed { .. } => "computed",
    }
}

fn kind(members: Members, kind: &Kind) -> Members {
    match kind {
        Kind::Text {
            max_length,
            pattern,
        } => members
            .unless("max_length", *max_length, &200)
            .some("pattern", pattern.as_deref()),
        Kind::LongText { max_length } => members.unless("max_length", *max_length, &2_000),
        Kind::Integer(range) => bounds(members, range, None),
        Kind::Decimal(range) => bounds(members, range, Some(2)),
        Kind::Single(choices) | Kind::Lookup(choices) => offered(members, "choices", choices),
        Kind::Multiple { choices, min, max } => offered(members, "choices", choices)
            .some("min", *min)
            .some("max", *max),
        Kind::Scale { points } => members.list("choices", written(points)),
        Kind::Matrix(matrix) => rows(members, matrix),
        Kind::Allocation {
            rows,
            total,
            step,
            unit,
        } => offered(members, "rows", rows)
            .unless("total", *total, &100)
            .unless("step", *step, &1)
            .words("unit", unit.as_ref()),
        Kind::Rank { choices, max } => offered(members, "choices", choices).some("max", *max),
        Kind::Repeat(repeat) => entries(members, repeat),
        Kind::YesNo
        | Kind::Date
        | Kind::Month
        | Kind::Note
        | Kind::Acknowledge
        | Kind::Computed { .. } => members,
    }
}

fn offered(members: Members, key: &'static str, choices: &Choices) -> Members {
    members
        .some("list", choices.list.as_deref())
        .list(key, written(&choices.own))
        .condition("filter", choices.filter.as_ref())
}

/// Bounds of a number; whole ones as numbers, others as text, since JSON readers round them.
fn bounds(members: Members, range: &Range, decimals: Option<u32>) -> Members {
    let number = |bound: &rust_decimal::Decimal| {
        let whole = i64::try_from(*bound).ok().filter(|_| bound.is_integer());
        whole.map_or_else(|| bound.normalize().to_string().into(), Tree::from)
    };
    let members = members
        .some("min", range.min.as_ref().map(number))
        .some("max", range.max.as_ref().map(number));
    let digits = decimals.filter(|default| *default != range.decimals);
    members
        .some("decimals", digits.map(|_| range.decimals))
        .words("unit", range.unit.as_ref())
}

fn rows(members: Members, matrix: &Matrix) -> Members {
    let members =
        offered(members, "rows", &matrix.rows).some("rows_from", matrix.rows_from.as_deref());
    let members = match &matrix.cells {
        Cells::Single(choices) => members
            .put("cells", "single")
            .list("choices", written(choices)),
        Cells::Multiple(choices) => members
            .put("cells", "multiple")
            .list("choices", written(choices)),
        Cells::Scale(points) => members
            .put("cells", "scale")
            .list("choices", written(points)),
        Cells::Integer(range) => bounds(members.put("cells", "integer"), range, None),
        Cells::Decimal(range) => bounds(members.put("cells", "decimal"), range, Some(2)),
    };
    members
        .some("groups", matrix.groups.as_deref())
        .some("group_list", matrix.group_list.as_deref())
        .unless("closable", matrix.closable, &false)
        .some("min_rows", matrix.min_rows)
}

fn entries(members: Members, repeat: &Repeat) -> Members {
    members
        .unless("min", repeat.min, &0)
        .unless("max", repeat.max, &25)
        .some("label_from", repeat.label_from.as_deref())
        .put(
            "question",
            repeat
                .questions
                .iter()
                .map(|asked| asked_tree(asked, false))
                .collect::<Vec<Tree>>(),
        )
}

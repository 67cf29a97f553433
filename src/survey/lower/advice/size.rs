//! How large the part of each audience can become, against the size that it is padded to: a part that
//! does not fit is padded to the next size, and so tells that its sender wrote much.

use super::super::header::PADS;
use crate::survey::lower::Lowering;
use crate::survey::model::{
    Audience, Cells, Choice, Choices, Kind, Matrix, Question, Questionnaire,
};
use crate::survey::rules;

/// What stands around the answers: the survey's id, fingerprint, response, dates.
const AROUND: usize = 400;

/// `{"missing":"not_in_version"}` and its like; every answer can be one.
const MISSING: usize = 28;

/// What a letter takes on average: most are one byte, some two, a quote or line end two.
const LETTER: usize = 1;

impl Lowering<'_> {
    pub(super) fn sizes(&mut self, survey: &Questionnaire) {
        for audience in &survey.audiences {
            let bytes = largest(survey, audience);
            let kib = bytes.div_ceil(1024);
            let pad = usize::try_from(audience.pad).unwrap_or(usize::MAX);
            if kib <= pad {
                continue;
            }
            let fitting = PADS
                .into_iter()
                .find(|pad| usize::try_from(*pad).is_ok_and(|pad| pad >= kib));
            let message = format!(
                "a part of `{}` can take {kib} KiB, and is padded to {pad}: who writes more gets a larger part, which shows",
                audience.id
            );
            let remedy = match fitting {
                Some(fitting) => format!("write `pad = {fitting}`, or ask for less: a smaller `max_length`, fewer entries"),
                None => "ask for less: a smaller `max_length`, fewer entries; no part can be larger than 512 KiB".to_owned(),
            };
            let span = self.place(&format!("audience.{}", audience.id));
            self.tell(&rules::PAD_SMALL, &span, message, remedy);
        }
    }
}

/// The bytes that the JSON of an audience's part can take.
fn largest(survey: &Questionnaire, audience: &Audience) -> usize {
    let released = survey.questions().filter(|asked| {
        let mut releases = asked.audience.iter();
        releases.any(|release| release.audience == audience.id)
    });
    AROUND + released.map(|asked| member(survey, asked)).sum::<usize>()
}

/// `"id":VALUE,` of one question.
fn member(survey: &Questionnaire, asked: &Question) -> usize {
    asked.id.len() + 4 + value(survey, asked).max(MISSING)
}

fn value(survey: &Questionnaire, asked: &Question) -> usize {
    match &asked.kind {
        Kind::Text { max_length, .. } | Kind::LongText { max_length } => text(*max_length),
        Kind::Single(choices) | Kind::Lookup(choices) => each(survey, choices).max().unwrap_or(0),
        Kind::Multiple { choices, max, .. } | Kind::Rank { choices, max } => {
            let mut sizes: Vec<usize> = each(survey, choices).collect();
            sizes.sort_unstable_by(|one, two| two.cmp(one));
            let most = max.and_then(|max| usize::try_from(max).ok());
            sizes
                .iter()
                .take(most.unwrap_or(usize::MAX))
                .map(|size| size + 1)
                .sum()
        }
        Kind::Matrix(matrix) => rows(survey, matrix),
        Kind::Allocation { rows, .. } => survey
            .all_choices(rows)
            .map(|row| row.code.len() + 4 + MISSING)
            .sum(),
        Kind::Repeat(repeat) => {
            let entry: usize = repeat
                .questions
                .iter()
                .map(|nested| member(survey, nested))
                .sum();
            usize::try_from(repeat.max).unwrap_or(0) * (entry + 3)
        }
        _ => MISSING,
    }
}

/// Words of an "other" are as long as a line of text.
const SPECIFIED: u32 = 200;

fn text(letters: u32) -> usize {
    usize::try_from(letters).unwrap_or(0) * LETTER + 2
}

fn each<'q>(survey: &'q Questionnaire, choices: &'q Choices) -> impl Iterator<Item = usize> {
    survey.all_choices(choices).map(choice)
}

/// `"CODE"`, or `{"code":"CODE","text":"…"}`.
fn choice(choice: &Choice) -> usize {
    let words = if choice.specify {
        text(SPECIFIED) + 18
    } else {
        0
    };
    choice.code.len() + 2 + words
}

fn rows(survey: &Questionnaire, matrix: &Matrix) -> usize {
    let cell = match &matrix.cells {
        Cells::Single(columns) => columns.iter().map(choice).max().unwrap_or(0),
        Cells::Multiple(columns) => columns.iter().map(|column| choice(column) + 1).sum(),
        // A rated or unrated row; a row that nobody rates is written out as blank.
        Cells::Scale(_) | Cells::Integer(_) | Cells::Decimal(_) => 0,
    };
    let blank = r#"{"missing":"blank"}"#.len();
    survey
        .rows(matrix)
        .iter()
        .map(|row| row.code.len() + 4 + cell.max(blank))
        .sum()
}

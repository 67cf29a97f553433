//! The question on the screen as a view, to be taken home: one department's answers, with what they are the
//! answers to in every line.

use crate::base::language::Text;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::stats::view::{About, Block, Column, Label, Name, Row, Rules, Sheet, Value, View};
use crate::stats::{MadeUp, Row as TableRow};
use crate::survey::expression::wording::missing_words;

use super::Summary;

impl Summary {
    /// The question and the department that one stands on; nothing where there are no figures.
    pub(in crate::ui::lead) fn taken(&self, day: Day) -> Option<View> {
        let (table, row) = self.shown()?;
        let asked = label(&table.id, self.labels.table(table));
        let row_of = |answer: Value, figure: Value| Row {
            values: vec![Value::Label(asked.clone()), answer, figure],
            detail: Vec::new(),
        };
        let mut rows: Vec<Row> = Vec::new();
        for cell in &row.cells {
            let answer = label(&cell.code.to_string(), self.labels.code(table, &cell.code));
            rows.push(row_of(Value::Label(answer), cell.figure.into()));
        }
        for (kind, figure) in &row.missing {
            let answer = Value::Word(kind.code(), Message::plain(missing_words(*kind)));
            rows.push(row_of(answer, (*figure).into()));
        }
        let everyone = Value::Word("asked", Message::plain("statistics-asked"));
        rows.push(row_of(everyone, row.base.into()));
        let mut blocks = vec![Block::Sheet(Sheet {
            id: "answers",
            title: Message::Author(asked.text.clone()),
            columns: columns(),
            rows,
        })];
        blocks.extend(self.together(&row.holds));
        Some(View {
            name: Name::Question,
            about: self.about(row, day),
            blocks,
        })
    }

    fn about(&self, row: &TableRow, day: Day) -> About {
        let published = &self.published;
        let group = row.group.as_str();
        About {
            door: published.door(),
            profile: published.profile(),
            survey: Text::same(&self.labels.title()),
            wave: self.wave.clone(),
            fingerprint: published.fingerprint().to_owned(),
            department: Some(label(group, self.labels.group(published, group))),
            responses: self.responses(row),
            staff: self.staff(row),
            day,
            made_up: MadeUp::None,
            rules: Rules {
                profile: published.profile(),
                minimum: published.minimum_group(),
            },
        }
    }

    /// Which small departments the figures stand for.
    fn together(&self, holds: &[String]) -> Option<Block> {
        let names = holds.iter();
        let names: Vec<String> = names
            .map(|code| self.labels.group(&self.published, code))
            .collect();
        let args = [("departments", Arg::Words(names.join(", ")))];
        (!names.is_empty()).then(|| Block::Note(Message::with("report-holds", args)))
    }
}

fn columns() -> Vec<Column> {
    let column = |id, title| Column {
        id,
        title: Message::plain(title),
    };
    vec![
        column("question", "lead-university-question"),
        column("answer", "lead-university-answer"),
        column("people", "statistics-people"),
    ]
}

fn label(code: &str, text: String) -> Label {
    Label {
        code: code.to_owned(),
        text: Text::Same(text),
    }
}

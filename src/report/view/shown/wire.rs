//! The pieces of a released view in JSON, and the way there and back. Every text is a table by language.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::base::words::{LANGUAGES, Message};
use crate::report::view::Teller;
use crate::stats::Reason;
use crate::stats::view::{Bars, Block, Column, Facts, Label, Row, Sheet, Value, flags, meaning};

/// No text of a view is longer.
const LONGEST_TEXT: usize = 8192;
/// The program has two languages; a later one may have more.
const MOST_LANGUAGES: usize = 32;
/// A row's detail holds none with details of its own.
const DEEPEST: usize = 2;

/// Words by language.
type Said = BTreeMap<String, String>;

/// The words of every language of the program.
pub(super) fn tellers() -> Vec<(String, Teller)> {
    let all = LANGUAGES.into_iter();
    all.map(|code| (code.to_owned(), Teller::new(&Language::new(code))))
        .collect()
}

/// A block.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Piece {
    Note(Said),
    /// A note that is read before any figure.
    Flag(Said),
    Facts(FactsPiece),
    Sheet(SheetPiece),
    Bars(BarsPiece),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsPiece {
    id: String,
    title: Said,
    facts: Vec<(Named, Cell)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetPiece {
    id: String,
    title: Said,
    columns: Vec<Named>,
    rows: Vec<RowPiece>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowPiece {
    values: Vec<Cell>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    detail: Vec<Piece>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BarsPiece {
    id: String,
    title: Said,
    series: Vec<Named>,
    bars: Vec<(Cell, Vec<Cell>)>,
}

/// A column, a single figure or a series.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    title: Said,
}

/// A value. What a person typed has no form here: no released view holds any.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cell {
    Nothing,
    Count(u64),
    Number(String),
    Of(u64, u64),
    Percent(String),
    Withheld(String),
    Label(LabelPiece),
    Day(String),
    List(Vec<Cell>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelPiece {
    code: String,
    text: Said,
}

/// A block as a piece. No view of the statistical door draws a grid: reading back would tell.
pub(super) fn of(block: &Block, tellers: &[(String, Teller)]) -> Option<Piece> {
    let writer = Writer(tellers);
    Some(match block {
        Block::Note(message) if flags::is_flag(message) => Piece::Flag(writer.said(message)),
        Block::Note(message) => Piece::Note(writer.said(message)),
        Block::Facts(facts) => Piece::Facts(writer.facts(facts)),
        Block::Sheet(sheet) => Piece::Sheet(writer.sheet(sheet)),
        Block::Bars(bars) => Piece::Bars(writer.bars(bars)),
        Block::Grid(_) => return None,
    })
}

struct Writer<'t>(&'t [(String, Teller)]);

impl Writer<'_> {
    fn by_language(&self, say: impl Fn(&Teller) -> String) -> Said {
        let all = self.0.iter();
        all.map(|(code, teller)| (code.clone(), say(teller)))
            .collect()
    }

    fn said(&self, message: &Message) -> Said {
        self.by_language(|teller| teller.tell(message))
    }

    fn named(&self, id: &str, title: &Message) -> Named {
        Named {
            id: id.to_owned(),
            title: self.said(title),
        }
    }

    fn facts(&self, facts: &Facts) -> FactsPiece {
        let all = facts.facts.iter();
        FactsPiece {
            id: facts.id.to_owned(),
            title: self.said(&facts.title),
            facts: all
                .map(|(id, name, value)| (self.named(id, name), self.cell(value)))
                .collect(),
        }
    }

    fn sheet(&self, sheet: &Sheet) -> SheetPiece {
        let columns = sheet.columns.iter();
        let row = |row: &Row| RowPiece {
            values: row.values.iter().map(|one| self.cell(one)).collect(),
            detail: row
                .detail
                .iter()
                .filter_map(|one| of(one, self.0))
                .collect(),
        };
        SheetPiece {
            id: sheet.id.to_owned(),
            title: self.said(&sheet.title),
            columns: columns.map(|one| self.named(one.id, &one.title)).collect(),
            rows: sheet.rows.iter().map(row).collect(),
        }
    }

    fn bars(&self, bars: &Bars) -> BarsPiece {
        let cells = |values: &[Value]| values.iter().map(|one| self.cell(one)).collect();
        let series = bars.series.iter();
        BarsPiece {
            id: bars.id.to_owned(),
            title: self.said(&bars.title),
            series: series.map(|(id, title)| self.named(id, title)).collect(),
            bars: bars
                .bars
                .iter()
                .map(|(label, values)| (self.cell(label), cells(values)))
                .collect(),
        }
    }

    fn cell(&self, value: &Value) -> Cell {
        match value {
            Value::Nothing => Cell::Nothing,
            Value::Count(count) => Cell::Count(*count),
            Value::Number(number) => Cell::Number(number.to_string()),
            Value::Of(count, of) => Cell::Of(*count, *of),
            Value::Percent(share) => Cell::Percent(share.to_string()),
            Value::Withheld(reason) => Cell::Withheld(reason.code().to_owned()),
            Value::Label(label) => self.label(&label.code, value),
            Value::Word(code, _) => self.label(code, value),
            Value::Typed(text) => self.label(text, value),
            Value::Day(day) => Cell::Day(day.to_string()),
            Value::List(all) => Cell::List(all.iter().map(|one| self.cell(one)).collect()),
        }
    }

    fn label(&self, code: &str, value: &Value) -> Cell {
        Cell::Label(LabelPiece {
            code: code.to_owned(),
            text: self.by_language(|teller| teller.value(value)),
        })
    }
}

impl Piece {
    /// The block again; what is wrong with it where it is none.
    pub(super) fn block(self) -> Result<Block, String> {
        self.at(1)
    }

    fn at(self, depth: usize) -> Result<Block, String> {
        Ok(match self {
            Self::Note(said) => Block::Note(message(said)?),
            Self::Flag(said) => Block::Note(flags::released(text(said)?)),
            Self::Facts(piece) => Block::Facts(piece.facts()?),
            Self::Sheet(piece) => Block::Sheet(piece.sheet(depth)?),
            Self::Bars(piece) => Block::Bars(piece.bars()?),
        })
    }
}

impl FactsPiece {
    fn facts(self) -> Result<Facts, String> {
        let fact = |(named, cell): (Named, Cell)| {
            let (id, title) = named.read()?;
            Ok((id, title, cell.value()?))
        };
        Ok(Facts {
            id: block_id(&self.id)?,
            title: message(self.title)?,
            facts: self
                .facts
                .into_iter()
                .map(fact)
                .collect::<Result<_, String>>()?,
        })
    }
}

impl SheetPiece {
    fn sheet(self, depth: usize) -> Result<Sheet, String> {
        let count = self.columns.len();
        let column = |named: Named| {
            let (id, title) = named.read()?;
            Ok(Column { id, title })
        };
        let columns = self.columns.into_iter().map(column);
        let rows = self.rows.into_iter().map(|row| row.read(count, depth));
        Ok(Sheet {
            id: block_id(&self.id)?,
            title: message(self.title)?,
            columns: columns.collect::<Result<_, String>>()?,
            rows: rows.collect::<Result<_, String>>()?,
        })
    }
}

impl RowPiece {
    fn read(self, count: usize, depth: usize) -> Result<Row, String> {
        if self.values.len() != count {
            return Err(format!(
                "a row has {} values where the table has {count} columns",
                self.values.len()
            ));
        }
        if depth > DEEPEST {
            return Err("details stand too deep in one another".to_owned());
        }
        let detail = self.detail.into_iter().map(|piece| piece.at(depth + 1));
        Ok(Row {
            values: values(self.values)?,
            detail: detail.collect::<Result<_, String>>()?,
        })
    }
}

impl BarsPiece {
    fn bars(self) -> Result<Bars, String> {
        let count = self.series.len();
        let bar = |(label, cells): (Cell, Vec<Cell>)| {
            if cells.len() != count {
                return Err(format!("a bar has {} values of {count}", cells.len()));
            }
            Ok((label.value()?, values(cells)?))
        };
        let bars = self.bars.into_iter().map(bar);
        Ok(Bars {
            id: block_id(&self.id)?,
            title: message(self.title)?,
            bars: bars.collect::<Result<_, String>>()?,
            series: self
                .series
                .into_iter()
                .map(Named::read)
                .collect::<Result<_, String>>()?,
        })
    }
}

impl Named {
    fn read(self) -> Result<(&'static str, Message), String> {
        let id = meaning::word(&self.id).ok_or_else(|| unknown(&self.id))?;
        Ok((id, message(self.title)?))
    }
}

impl Cell {
    fn value(self) -> Result<Value, String> {
        Ok(match self {
            Self::Nothing => Value::Nothing,
            Self::Count(count) => Value::Count(count),
            Self::Number(text) => Value::Number(number(&text)?),
            Self::Of(count, of) => Value::Of(count, of),
            Self::Percent(text) => Value::Percent(number(&text)?),
            Self::Withheld(code) => Value::Withheld(reason(&code)?),
            Self::Label(label) => Value::Label(Label {
                code: short(label.code)?,
                text: text(label.text)?,
            }),
            Self::Day(day) => {
                Value::Day(Day::parse(&day).ok_or_else(|| format!("`{day}` is not a day"))?)
            }
            Self::List(all) => Value::List(values(all)?),
        })
    }
}

fn values(cells: Vec<Cell>) -> Result<Vec<Value>, String> {
    cells.into_iter().map(Cell::value).collect()
}

fn number(text: &str) -> Result<Decimal, String> {
    Decimal::from_str(text).map_err(|_| format!("`{}` is not a number", text.escape_debug()))
}

fn reason(code: &str) -> Result<Reason, String> {
    let mut all = Reason::ALL.into_iter();
    all.find(|reason| reason.code() == code)
        .ok_or_else(|| unknown(code))
}

fn message(said: Said) -> Result<Message, String> {
    Ok(Message::Author(text(said)?))
}

fn text(said: Said) -> Result<Text, String> {
    if said.is_empty() || said.len() > MOST_LANGUAGES {
        return Err("a text has no language, or too many".to_owned());
    }
    let words = said.into_iter();
    let words = words.map(|(code, words)| Ok((Language::new(&short(code)?), short(words)?)));
    Ok(Text::By(words.collect::<Result<_, String>>()?))
}

fn short(text: String) -> Result<String, String> {
    if text.len() > LONGEST_TEXT {
        return Err("a text in it is longer than any of a view".to_owned());
    }
    Ok(text)
}

fn block_id(id: &str) -> Result<&'static str, String> {
    meaning::block(id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> String {
    format!(
        "`{}` is not known here: a later program released it",
        id.escape_debug()
    )
}

//! One small view in all four forms, word for word, with hostile text in it.

use rust_decimal::Decimal;

use super::{Teller, csv, html, json, markdown, spoken, text};
use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::base::words::Message;
use crate::stats::view::{
    About, Bars, Block, Column, Facts, Grid, Label, Name, Row, Rules, Shade, Sheet, Value, View,
};
use crate::stats::{DoorName, Figure, MadeUp, Reason};
use crate::survey::model::Profile;

fn label(code: &str, words: &str) -> Label {
    Label {
        code: code.to_owned(),
        text: Text::same(words),
    }
}

fn column(id: &'static str) -> Column {
    Column {
        id,
        title: Message::Author(Text::same(id)),
    }
}

fn words(text: &str) -> Message {
    Message::Author(Text::same(text))
}

fn sheet() -> Sheet {
    let row = |values| Row {
        values,
        detail: Vec::new(),
    };
    Sheet {
        id: "cover",
        title: words("Cover"),
        columns: vec![column("skill"), column("holders"), column("loss")],
        rows: vec![
            row(vec![
                Value::Label(label("lab.prep", "Solutions")),
                Value::Of(1, 3),
                Value::Number(Decimal::new(7, 2)),
            ]),
            row(vec![
                Value::Typed("=cmd|<b>\u{1b}[31m".to_owned()),
                Value::Withheld(Reason::SmallBase),
                Value::Nothing,
            ]),
        ],
    }
}

fn view() -> View {
    View {
        name: Name::Cover,
        about: About {
            door: DoorName::Operational,
            profile: Profile::None,
            survey: Text::same("Skills"),
            wave: "2027".to_owned(),
            fingerprint: "00".to_owned(),
            department: Some(label("CHEM", "Chemistry")),
            responses: Figure::Count(4),
            staff: Some(5),
            day: Day::new(2027, 3, 1).unwrap(),
            made_up: MadeUp::None,
            flags: Vec::new(),
            rules: Rules {
                profile: Profile::Hesa,
                minimum: 10,
            },
        },
        blocks: vec![
            Block::Note(words("Silence is not absence.")),
            Block::Facts(Facts {
                id: "people",
                title: words("People"),
                facts: vec![("fte", words("FTE"), Value::Number(Decimal::new(35, 1)))],
            }),
            Block::Sheet(sheet()),
            Block::Bars(Bars {
                id: "steps",
                title: words("Steps"),
                series: vec![("count", words("Count"))],
                bars: vec![
                    (
                        Value::Label(label("L1", "Assistant")),
                        vec![Value::Count(4)],
                    ),
                    (
                        Value::Label(label("L2", "Technician")),
                        vec![Value::Count(1)],
                    ),
                ],
            }),
            Block::Grid(Grid {
                id: "risk",
                title: words("Risk"),
                across: (words("impact"), vec![Value::Count(1), Value::Count(2)]),
                down: (words("exposure"), vec![Value::Count(5)]),
                cells: vec![vec![
                    (Value::Count(0), Shade::Green),
                    (Value::Count(2), Shade::Red),
                ]],
            }),
        ],
    }
}

/// A view in which every kind of block has figures that are withheld, for one reason and for two.
fn withheld() -> View {
    let label = |code: &str| Value::Label(label(code, code));
    let why = Value::Withheld;
    let bars = |values: [Value; 2]| {
        let [first, second] = values;
        vec![(label("L1"), vec![first]), (label("L2"), vec![second])]
    };
    let series = || vec![("count", words("Count"))];
    let grid = (words("across"), vec![label("A"), label("B")]);
    View {
        blocks: vec![
            Block::Facts(Facts {
                id: "facts",
                title: words("Facts"),
                facts: vec![("fte", words("FTE"), why(Reason::Dominance))],
            }),
            Block::Sheet(sheet()),
            Block::Bars(Bars {
                id: "bars",
                title: words("Bars"),
                series: series(),
                bars: bars([why(Reason::Suppressed), why(Reason::Class)]),
            }),
            Block::Grid(Grid {
                id: "grid",
                title: words("Grid"),
                across: grid,
                down: (words("down"), vec![label("C")]),
                cells: vec![vec![
                    (why(Reason::Pinned), Shade::Level(1)),
                    (Value::Count(7), Shade::Plain),
                ]],
            }),
        ],
        ..view()
    }
}

/// The reasons in [`withheld`], each as often as it stands in a cell.
const REASONS: [Reason; 5] = [
    Reason::Dominance,
    Reason::SmallBase,
    Reason::Suppressed,
    Reason::Class,
    Reason::Pinned,
];

#[test]
fn every_writer_says_in_words_why_a_figure_is_withheld() {
    for language in ["en", "cy"] {
        let teller = Teller::new(&Language::new(language));
        let view = withheld();
        let csv = String::from_utf8(csv::write(&view, &teller, "marked").unwrap()).unwrap();
        let html = html::write(&[withheld()], &teller, "marked");
        let written = [
            ("text", text::write(&view, &teller)),
            ("markdown", markdown::write(&view, &teller)),
            ("spoken", spoken::write(&view, &teller)),
            ("json", json::write(&view, &teller)),
            ("csv", csv),
            ("html", html),
        ];
        for (format, file) in written {
            // A page of text is wrapped, a page of HTML escaped.
            let file = file.replace("&#39;", "'");
            let file = file.split_whitespace().collect::<Vec<_>>().join(" ");
            for reason in REASONS {
                let why = teller.value(&Value::Withheld(reason));
                assert!(
                    file.contains(&why),
                    "{format} {language}: no {why:?} in\n{file}"
                );
            }
        }
    }
}

#[test]
fn each_cell_without_a_figure_has_a_sign_and_two_reasons_have_two() {
    let written = text::write(&withheld(), &english());
    for line in [
        "  FTE  withheld: one or two people make up nearly all of it",
        "  =cmd|<b>[31m  ..",
        "  L1    ..a",
        "  L2    ..b",
        "  ..a withheld: small, or it would give a small figure away",
        "  ..b withheld: too few people were asked",
    ] {
        let mut lines = written.lines();
        assert!(
            lines.any(|one| one.trim_end() == line),
            "{line:?} in\n{written}"
        );
    }
    // Whoever is read to hears the reason in the cell itself.
    let html = html::write(&[withheld()], &english(), "marked");
    let aloud = html.matches("<span class=\"aloud\">withheld: ").count();
    assert_eq!(aloud, REASONS.len() - 1, "{html}");
}

#[test]
fn read_aloud_every_figure_has_its_name_and_there_are_no_columns() {
    let written = spoken::write(&view(), &english());
    for line in [
        "Silence is not absence.",
        "FTE: 3.5",
        "Solutions. holders: 1 of 3; loss: 0.07",
        "Assistant. Count: 4",
        "5. 1: 0; 2: 2 (red)",
    ] {
        let mut lines = written.lines();
        assert!(lines.any(|one| one == line), "{line:?} in\n{written}");
    }
    assert!(
        !written.contains("  ") && !written.contains("##"),
        "{written}"
    );
}

fn english() -> Teller {
    Teller::new(&Language::new("en"))
}

#[test]
fn a_view_reads_as_text() {
    let expected = "\
WHO CAN COVER WHAT
Chemistry. Skills 2027. 2027-03-01
Operational door: for those whom the respondents were told of. Do not pass it
on.
4 responses of 5 on the staff list.
Profile none: every figure is exact.

Silence is not absence.

People
  FTE  3.5

Cover
  skill         holders  loss
  ------------  -------  ----
  Solutions     1 of 3   0.07
  =cmd|<b>[31m  ..
  .. withheld: too few people answered

Steps
  Assistant     4  ############################
  Technician    1  #######

Risk
  exposure / impact  1  2
  -----------------  -  -------
                  5  0  2 (red)
";
    let written = text::write(&view(), &english());
    assert_eq!(
        written.replace("  \n", "\n"),
        expected.replace("  \n", "\n")
    );
}

#[test]
fn json_keeps_codes() {
    let written: serde_json::Value =
        serde_json::from_str(&json::write(&view(), &english())).unwrap();
    assert_eq!(written["view"], "cover");
    assert_eq!(written["department"], "CHEM");
    let rows = &written["blocks"][2]["rows"];
    assert_eq!(rows[0]["skill"], "lab.prep");
    assert_eq!(rows[0]["holders"]["of"], 3);
    assert_eq!(rows[0]["loss"], "0.07");
    assert_eq!(rows[1]["holders"]["withheld"], "small_base");
    assert_eq!(written["blocks"][3]["bars"][1]["count"], 1);
    assert_eq!(written["blocks"][4]["cells"][0][1], 2);
}

#[test]
fn csv_is_square_and_inert() {
    let written = csv::write(&view(), &english(), "marked").unwrap();
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(written.as_slice());
    let lines: Vec<Vec<String>> = reader
        .records()
        .map(|line| line.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert!(lines.iter().all(|line| line.len() == 3));
    let hostile = lines.iter().find(|line| line[0].contains("cmd")).unwrap();
    assert_eq!(hostile[0], "'=cmd|<b>[31m");
}

#[test]
fn markdown_shows_what_was_typed_and_makes_nothing_of_it() {
    let written = markdown::write(&view(), &english());
    assert!(written.contains("=cmd\\|\\<b\\>\\[31m"), "{written}");
    assert!(written.contains("| Solutions | 1 of 3 | 0.07 |"));
    assert!(written.contains("| --- | --- | --- |"));
}

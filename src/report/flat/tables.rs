//! Tables as tidy cells: one row per figure, the base and each kind of missing among them. Everyone's rows come
//! last in each table: where figures are rounded or withheld nobody can add them up from the others.

use rust_decimal::Decimal;

use crate::stats::{Figure, Published, Row, Table};

use super::super::csv::{group, name};
use super::super::{Labels, profile_code};
use super::{Datum, Field, Held, place, withheld};

/// The fields: each one's word for files and the message of its words.
const FIELDS: [(&str, &str); 11] = [
    ("door", "file-field-door"),
    ("profile", "file-field-profile"),
    ("table", "file-field-table"),
    ("question", "file-field-question"),
    ("department", "file-field-department"),
    ("department_label", "file-field-department-label"),
    ("holds", "file-field-holds"),
    ("figure", "file-field-figure"),
    ("code", "file-field-code"),
    ("label", "file-field-label"),
    ("count", "file-field-count"),
];

/// The table of all cells.
pub fn of(published: &Published, labels: &Labels) -> Held {
    let fields = FIELDS.map(|(name, words)| {
        let words = labels.words().say(words);
        match name {
            "count" => Field::number(name, words, 0),
            _ => Field::text(name, words),
        }
    });
    let rows = published.tables().iter().flat_map(|table| {
        let rows = table.rows.iter().chain(&table.everyone);
        rows.flat_map(|row| of_row(published, labels, table, row))
    });
    Held {
        fields: fields.into(),
        reasons: withheld(|reason| labels.reason(reason)),
        rows: rows.collect(),
    }
}

fn of_row(
    published: &Published,
    labels: &Labels,
    table: &Table,
    row: &Row,
) -> Vec<Vec<Datum<'static>>> {
    let base = ("base", String::new(), String::new(), row.base);
    let cells = row.cells.iter().map(|cell| {
        let words = labels.code(table, &cell.code);
        ("cell", cell.code.to_string(), words, cell.figure)
    });
    let missing = row.missing.iter().map(|(kind, figure)| {
        let words = labels.missing(*kind);
        ("missing", kind.code().to_owned(), words, *figure)
    });
    let own = [
        published.door().code().to_owned(),
        profile_code(published.profile()).to_owned(),
        name(table),
        labels.table(table),
        group(row).to_owned(),
        labels.whole_line(published, table, row),
        row.holds.join(" "),
    ];
    let own = own.map(Datum::from);
    let all = std::iter::once(base).chain(cells).chain(missing);
    let all = all.map(|(figure, code, words, number)| {
        let rest = [figure.to_owned(), code, words].map(Datum::from);
        let number = std::iter::once(datum(number));
        own.iter().cloned().chain(rest).chain(number).collect()
    });
    all.collect()
}

fn datum(figure: Figure) -> Datum<'static> {
    match figure {
        Figure::Count(count) => Datum::Number(Decimal::from(count)),
        Figure::Withheld(reason) => Datum::Missing(place(reason)),
    }
}

#[cfg(test)]
mod tests {
    use crate::base::language::Language;
    use crate::stats::tests::{code, frame, own, part, question, questionnaire};
    use crate::stats::{Protection, Statistical};
    use crate::survey::model::Kind;

    use super::*;

    #[test]
    fn everyone_has_rows_and_a_facultys_row_says_whom_it_holds() {
        let survey = questionnaire(vec![question("terms", Kind::Single(own(&["a", "b"])))]);
        let sizes = [("bio", 22), ("art", 6), ("music", 5)];
        let people = sizes
            .into_iter()
            .flat_map(|(code, people)| std::iter::repeat_n(code, people));
        let given = people.map(|department| part(department, &[("terms", code("a"))]));
        let frame = frame::<Statistical>(&survey, given.collect());
        let published = frame.count().protect(Protection::Hesa).unwrap();
        let labels = Labels::new(vec![survey], &Language::new("en"));
        let text = |datum: &Datum<'_>| match datum {
            Datum::Text(text) => text.to_string(),
            Datum::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let held = of(&published, &labels);
        let rows = held
            .rows
            .iter()
            .filter(|row| text(&row[7]) == "base" && text(&row[2]) == "terms");
        let told: Vec<[String; 4]> = rows
            .map(|row| [4, 5, 6, 10].map(|at| text(&row[at])))
            .collect();
        let line = |department: &str| told.iter().find(|line| line[0] == department);
        let arts = line("arts").unwrap();
        assert!(
            arts[1].contains("The small departments together"),
            "{arts:?}"
        );
        assert_eq!(arts[2..], ["art music", "10"]);
        // 22 and 11 round to 20 and 10, and are 33: nobody could add that up.
        let everyone = line("everyone").unwrap();
        assert_eq!(
            everyone[1..],
            ["Everyone in the groups that are shown", "", "35"]
        );
        let csv = super::super::super::csv::write(&published, &labels, None).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(
            csv.contains(",everyone,Everyone in the groups that are shown,base,,,35,"),
            "{csv}"
        );
        assert!(
            csv.contains(",arts,\"arts (The small departments together: art, music)\",base,"),
            "{csv}"
        );
    }
}

//! What forms show of earlier answers, and what they work out from them: each row that has a
//! counterpart arrives without a loss, and what has none is told by row.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

#[path = "support/sheets.rs"]
mod sheets;
#[path = "support/workbook.rs"]
mod workbook;

use sheets::{losses, sheet};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{Form, Path};
use tallybox::survey::import::{ImportedForm, Options, xlsform};
use tallybox::survey::{Checked, NoFiles, load};

fn imported(survey: &str, choices: &str) -> ImportedForm {
    let bytes = workbook::of_cells(&[("survey", sheet(survey)), ("choices", sheet(choices))]);
    let options = Options {
        id: "form".to_owned(),
        ..Options::default()
    };
    xlsform(&bytes, &options, &NoFiles).unwrap()
}

#[track_caller]
fn loaded(form: &ImportedForm) -> Checked {
    let checked = load("form.toml", form.toml.as_bytes(), &NoFiles);
    assert!(
        checked.questionnaire.is_some(),
        "{:#?}\n{}",
        checked.diagnostics,
        form.toml
    );
    checked
}

/// A form after the manner of a farm census, in which every second label shows an answer.
const FARM: &str = "
type | name | label::English (en) | label::Cymraeg (cy) | relevant | constraint | calculation | repeat_count | read_only
text | farmer | Who farms here? | Pwy sy'n ffermio yma? | | | | |
select_one sex | sex | Sex of ${farmer}? | Rhyw ${farmer}? | | | | |
calculate | sex_label | | | | | jr:choice-name(${sex}, '${sex}') | |
calculate | pronoun | | | | | if(${sex} = 'f', 'she', 'he') | |
note | greeting | ${farmer} (${sex_label}): what does ${pronoun} grow? | Helo {chi} | | | | |
barcode | card | Number of the card | Rhif y cerdyn | | regex(., '^[0-9]{6}$') or . = 'none' | | |
integer | plots | How many plots? | Sawl llain? | | . < 20 | | |
begin repeat | plot | Plot | Llain | | | | ${plots} |
calculate | number | | | | | position(..) | |
text | field | What is plot ${number} called? | Enw? | | | | |
decimal | area | Area of ${field}? | Arwynebedd ${field}? | | . > 0 | | |
end repeat | | | | | | | |
calculate | total | | | | | sum(${area}) | |
calculate | large | | | | | count(${plot}[area > 2]) | |
decimal | shown | Area in all | Cyfanswm | | | ${total} | | yes
note | told | ${total} on ${plots} plots, ${large} of them large | ${total} | ${large} > 0 | | | |
dateTime | seen | When were they seen? | Pryd? | | | | |
select_one crop | best | Best crop of ${farmer}? | Gorau? | | | | |
";

const LISTS: &str = "
list_name | name | label::English (en) | label::Cymraeg (cy)
sex | f | Female | Benyw
sex | m | Male | Gwryw
crop | maize | Maize | Indrawn
crop | own | What ${farmer} calls best | Dewis ${farmer}
";

#[test]
fn a_form_that_shows_answers_arrives_whole() {
    let form = imported(FARM, LISTS);
    assert_eq!(losses(&form), [], "{}", form.toml);
    for words in [
        "label.en = \"Sex of {farmer}?\"",
        // The label of a choice is what the question itself reads as; a brace of the form's own is doubled.
        "label.en = \"{farmer} ({sex}): what does {pronoun} grow?\"",
        "label.cy = \"Helo {{chi}}\"",
        "pattern = \"(?:^[0-9]{6}$)|(?:none)\"",
        "constraint = \"count(value) == plots\"",
        "label.en = \"What is plot {number} called?\"",
        "calculation = \"position()\"",
        "label.en = \"Area of {field}?\"",
        "calculation = \"count(plot) > 0 ? sum(plot, area) : 0\"",
        "calculation = \"plot.filter(e, e.area > 2).size()\"",
        "id = \"shown\"\ntype = \"computed\"",
        "id = \"seen_time\"",
        "label = { cy = \"Dewis {farmer}\", en = \"What {farmer} calls best\" }",
    ] {
        assert!(form.toml.contains(words), "{words}\n{}", form.toml);
    }
    loaded(&form);
}

#[test]
fn the_answers_are_shown_to_whoever_fills_it_in() {
    let form = imported(FARM, LISTS);
    let survey = loaded(&form).questionnaire.unwrap();
    let today = Day::parse("2027-02-01").unwrap();
    let mut pass = Form::new(survey, Language::new("en"), today, 1);
    for (id, typed) in [("farmer", "Ada"), ("sex", "f"), ("plots", "2")] {
        assert!(pass.put_typed(&Path::top(id), typed).is_taken(), "{id}");
    }
    let label = |pass: &Form, id: &str| {
        let question = pass.question(&Path::top(id)).unwrap();
        pass.text_at(&Path::top(id), &question.label)
    };
    assert_eq!(
        label(&pass, "greeting"),
        "Ada (Female): what does she grow?"
    );
    let choices = pass.choices(&Path::top("best"));
    let last = choices
        .last()
        .unwrap()
        .label
        .get(&Language::new("en"))
        .to_owned();
    assert_eq!(last, "What Ada calls best");
    // As many entries as the answer says.
    let entry = pass.add_entry("plot").unwrap_or_else(|_| unreachable!());
    assert!(
        pass.put_typed(&Path::nested("plot", entry, "field"), "Top")
            .is_taken()
    );
    assert!(
        pass.put_typed(&Path::nested("plot", entry, "area"), "3")
            .is_taken()
    );
    assert!(!pass.check(&Path::top("plot")).is_empty(), "one of two");
    let entry = pass.add_entry("plot").unwrap_or_else(|_| unreachable!());
    assert!(
        pass.put_typed(&Path::nested("plot", entry, "field"), "Low")
            .is_taken()
    );
    assert!(
        pass.put_typed(&Path::nested("plot", entry, "area"), "1")
            .is_taken()
    );
    assert!(pass.check(&Path::top("plot")).is_empty(), "two of two");
    assert_eq!(label(&pass, "told"), "4 on 2 plots, 1 of them large");
}

#[test]
fn what_a_text_cannot_show_is_told_by_row() {
    let survey = "
type | name | label | calculation
note | early | Hello ${later}
integer | later | How many?
note | unknown | Hello ${nobody}
username | user |
note | refused | Hello ${user}
begin repeat | rep | Things
text | inner | Thing
end repeat
note | outside | The thing is ${inner}
note | whole | The things are ${rep}
image | photo | Photo
calculate | looked | | pulldata('a', 'b', 'c', ${later})
note | worked | So ${looked}
select_one list | pick | Pick
";
    let form = imported(
        survey,
        "list_name | name | label\nlist | a | After ${later}\nlist | b | In ${inner}",
    );
    loaded(&form);
    let told: Vec<usize> = losses(&form).iter().map(|(row, _)| *row).collect();
    assert_eq!(
        told,
        [2, 4, 5, 6, 10, 11, 12, 13, 14, 3],
        "{}",
        form.report.text()
    );
    let text = form.report.text();
    for words in [
        "row 2 `early`: the label shows the answer to `later`, which is not answered yet where this is read; it reads `[later]`",
        "refused: survey row 6 `refused`: the label shows the answer to `user`, which is refused",
        "row 12 `photo`: a terminal cannot take a picture",
        "choices row 3 `b`: the label shows the answer to `inner`, which is asked inside a repeat",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(form.toml.contains("After {later}"), "{}", form.toml);
}

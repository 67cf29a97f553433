//! Throw-away: looks at the screens with a fake keeper.
use std::collections::HashMap;
use std::time::Instant;
use tallybox::form::Form;
use tallybox::response::code::Code;
use tallybox::runtime::driver::{Driver, Ended};
use tallybox::runtime::local::Local;
use tallybox::runtime::respondent::{Keeper, Respondent};
use tallybox::terminal::{ability, local};
use tallybox::ui::*;

#[derive(Default)]
struct Fake {
    drafts: HashMap<String, Vec<u8>>,
    sent: Vec<String>,
    n: u8,
    full: bool,
}
impl Keeper for Fake {
    fn draw_code(&mut self) -> Option<Code> {
        self.n += 1;
        Some(Code::from_bits([self.n; 10]))
    }
    fn find(&mut self, code: &Code) -> Found {
        let key = code.digits();
        if self.sent.contains(&key) {
            return Found::Sent;
        }
        match self.drafts.get(&key) {
            Some(d) => Found::Draft(d.clone().into()),
            None => Found::Unknown {
                others: vec!["Physics stores".into()],
            },
        }
    }
    fn save(&mut self, d: Draft) -> Saved {
        self.drafts.insert(d.code.digits(), d.bytes.to_vec());
        Saved::Done
    }
    fn submit(&mut self, code: &Code, form: &Form) -> Result<Receipt, SubmitFailure> {
        if !self.full {
            self.full = true;
            return Err(SubmitFailure::StoreFull);
        }
        assert!(form.problems().is_empty());
        self.sent.push(code.digits());
        Ok(Receipt {
            day: tallybox::runtime::clock::today(),
            leaf: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".into(),
        })
    }
    fn discard(&mut self, code: &Code) {
        self.drafts.remove(&code.digits());
    }
    fn answer_rest(&mut self, form: Form) -> Form {
        tallybox::form::simulate::complete(form, 7)
    }
}

fn main() {
    let file = std::env::args().nth(1);
    let q = match file {
        Some(f) => {
            let c = tallybox::runtime::home::check_file(f.as_ref()).unwrap();
            for d in &c.diagnostics {
                eprintln!("{d:?}");
            }
            c.questionnaire.unwrap()
        }
        None => tallybox::runtime::home::flagship().unwrap(),
    };
    let able = ability::detect(local::is_terminal(), |n| std::env::var(n).ok());
    if let Some(p) = able.plain {
        eprintln!("{p:?}");
        return;
    }
    let mode = match std::env::var("MODE").as_deref() {
        Ok("fill") => Mode::Fill,
        Ok("home") => Mode::Home,
        _ => Mode::Demo,
    };
    let source = Local::new().unwrap();
    let area = source.area();
    let sink = source.sink();
    let mut raw = local::Raw::enter(std::io::stdin(), sink, local::Mouse::Clicks).unwrap();
    let setup = Setup {
        questionnaire: q,
        mode,
        language: None,
        today: std::env::var("TODAY")
            .ok()
            .and_then(|d| tallybox::base::time::Day::parse(&d))
            .unwrap_or_else(tallybox::runtime::clock::today),
        seed: 1,
        box_name: "Chemistry stores".into(),
        theme: able.theme,
    };
    let start = Instant::now();
    let mut program = Respondent::new(setup, area, Fake::default());
    let ended = {
        let mut d = Driver::new(
            source,
            raw.output(),
            || start.elapsed(),
            area,
            able.theme.charset,
        );
        d.run(&mut program)
    };
    raw.restore();
    match ended {
        Ended::Vanished => eprintln!("vanished; drafts {}", program.keeper().drafts.len()),
        Ended::Finished(e) => eprintln!("{e:?}"),
    }
}

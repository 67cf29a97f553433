//! `survey try`: fills a survey in as a person would, and keeps nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::{language, sound_survey};
use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::cli::error::{CliError, Kind};
use crate::cli::screen::{self, Screen};
use crate::cli::{Context, Done, Outcome, choose};
use crate::form::simulate::{complete, seed_of, simulate};
use crate::form::{Form, Path};
use crate::response::code::Code;
use crate::runtime::driver::Ended;
use crate::runtime::plain::{self, Beginning, Ending, NotSaved, PlainKeeper, Receipt, Start};
use crate::runtime::respondent::{self, End, Respondent};
use crate::runtime::{clock, random};
use crate::survey::Questionnaire;
use crate::terminal::ability::Ability;
use crate::ui::{self, Draft, Found, Mode, Saved, Setup, SubmitFailure};

/// How many made-up people are looked through for one who is asked the question of `--at`.
const LOOKED_THROUGH: u64 = 500;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file
    file: PathBuf,
    /// The question to begin at; where it needs earlier answers, made-up ones stand there
    #[arg(long, value_name = "QUESTION")]
    at: Option<String>,
    /// The language to begin in
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Ask line by line, without a full screen
    #[arg(long)]
    plain: bool,
}

/// Tries a questionnaire out.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let survey = sound_survey(&args.file)?;
    let language = language(&survey, args.lang.as_deref())?;
    let begun = begin(&survey, &language, args.at.as_deref())?;
    let ability = screen::ability_told(&choose::home(context), context);
    if args.plain || ability.plain.is_some() {
        let fresh = match args.lang {
            Some(_) => Beginning::NewIn,
            None => Beginning::New,
        };
        return line_by_line(begun, fresh, context);
    }
    let language = args.lang.is_some().then_some(language);
    on_screen(begun, language, ability, context)
}

/// A form, and the page to begin at.
struct Begun {
    form: Form,
    page: Option<String>,
    /// Whether answers had to be made up to get there.
    made_up: bool,
}

fn begin(
    survey: &Arc<Questionnaire>,
    language: &Language,
    at: Option<&str>,
) -> Result<Begun, CliError> {
    let today = clock::today();
    let form = Form::new(Arc::clone(survey), language.clone(), today, seed()?);
    let Some(id) = at else {
        return Ok(Begun {
            form,
            page: None,
            made_up: false,
        });
    };
    if survey.question(id).is_none() {
        return Err(CliError::new(Kind::Usage, format!("there is no question `{id}`"))
            .hint("`tallybox survey codebook` lists the questions; one inside a repeat is reached through the repeat"));
    }
    let page = Some(id.to_owned());
    if form.pages().iter().any(|page| page == id) {
        return Ok(Begun {
            form,
            page,
            made_up: false,
        });
    }
    let form = reach(survey, id, today).ok_or_else(|| unreached(&form, id))?;
    let mut form = form;
    form.set_language(language.clone());
    Ok(Begun {
        form,
        page,
        made_up: true,
    })
}

/// The answers of a made-up person who is asked a question, up to that question.
fn reach(survey: &Arc<Questionnaire>, id: &str, today: Day) -> Option<Form> {
    let path = Path::top(id);
    let is_asked = |form: &Form| form.pages().iter().any(|page| page == id);
    let mut found = (0..LOOKED_THROUGH)
        .map(|person| simulate(Arc::clone(survey), seed_of(1, person), None, today))
        .find(|form| form.is_asked(&path) && is_asked(form))?;
    for page in found.pages().into_iter().skip_while(|page| page != id) {
        found.clear(&Path::top(&page));
    }
    is_asked(&found).then_some(found)
}

fn unreached(form: &Form, id: &str) -> CliError {
    let reasons = form.explain(&Path::top(id));
    let told: Vec<String> = reasons
        .iter()
        .map(|reason| form.words().tell(reason))
        .collect();
    let message = format!("of {LOOKED_THROUGH} made-up people nobody was asked `{id}`");
    told.into_iter()
        .fold(CliError::new(Kind::Usage, message), CliError::hint)
}

fn seed() -> Result<u64, CliError> {
    Ok(u64::from_le_bytes(random::bytes()?))
}

/// The name of a box that is not there.
const NO_BOX: &str = "TRIAL";
/// What stands where a record's leaf would.
const NO_LEAF: &str = "trial";

/// A keeper that keeps nothing.
struct Nowhere {
    today: Day,
}

impl PlainKeeper for Nowhere {
    fn save(&mut self, _: &Form, _: Option<&str>) -> Result<(), NotSaved> {
        Ok(())
    }

    fn submit(&mut self, _: &Form) -> Result<Receipt, String> {
        Ok(Receipt {
            day: self.today,
            leaf: NO_LEAF.to_owned(),
        })
    }
}

impl respondent::ScreenKeeper for Nowhere {
    /// A trial stores nothing, so it needs none.
    fn has_room_to_begin(&self) -> bool {
        true
    }

    fn draw_code(&mut self) -> Option<Code> {
        random::bytes().ok().map(Code::from_bits)
    }

    fn find(&mut self, _: &Code) -> Found {
        Found::Unknown { others: Vec::new() }
    }

    fn save(&mut self, _: Draft) -> Saved {
        Saved::Done
    }

    fn submit(&mut self, _: &Code, _: &Form) -> Result<ui::Receipt, SubmitFailure> {
        Ok(ui::Receipt {
            day: self.today,
            leaf: NO_LEAF.to_owned(),
        })
    }

    fn discard(&mut self, _: &Code) {}

    fn answer_rest(&mut self, form: Form) -> Form {
        complete(form, seed_of(1, 0))
    }
}

/// The respondent's own screens, marked; from the first one, or at the question asked for.
fn on_screen(
    begun: Begun,
    language: Option<Language>,
    ability: Ability,
    context: &mut Context<'_>,
) -> Outcome {
    let keeper = Nowhere {
        today: clock::today(),
    };
    let setup = Setup {
        questionnaire: Arc::clone(begun.form.questionnaire()),
        mode: Mode::Trial,
        language: language.or_else(|| begun.page.is_some().then(|| begun.form.language().clone())),
        today: keeper.today,
        seed: seed()?,
        box_name: NO_BOX.to_owned(),
        small: BTreeSet::new(),
        theme: ability.theme,
    };
    let start = match begun.page {
        None => None,
        page => Some(ui::Begun {
            code: Code::from_bits(random::bytes()?),
            form: begun.form,
            page,
            said: begun.made_up.then(|| Message::plain("trial-made-up")),
            in_hand: ui::InHand::default(),
        }),
    };
    let mut screen = Screen::enter(ability)?;
    let area = screen.area();
    let mut program = match start {
        Some(start) => Respondent::begun(setup, area, keeper, start),
        None => Respondent::new(setup, area, keeper),
    };
    let ended = screen.run(&mut program);
    screen.leave();
    if matches!(ended, Ended::Finished(End::NoRandomness)) {
        return Err(CliError::new(
            Kind::Internal,
            "the operating system gives no random bytes",
        ));
    }
    writeln!(context.out, "TRIAL: nothing was sent, nothing was stored")
        .map_err(CliError::output)?;
    Ok(Done::Clean)
}

fn line_by_line(begun: Begun, fresh: Beginning, context: &mut Context<'_>) -> Outcome {
    if begun.made_up {
        let words =
            "made-up answers stand before this question, since it would not be asked otherwise";
        writeln!(context.err, "{words}").map_err(CliError::output)?;
    }
    let bits = random::bytes()?;
    let code = Code::from_bits(bits);
    let beginning = match begun.page {
        None => fresh,
        page => Beginning::Resumed(page),
    };
    let since = clock::moment();
    let start = Start {
        words: code.words(),
        place: None,
        reason: None,
        beginning,
        screen: plain::Screen::Absent,
        ask_back: None,
        small: &BTreeSet::new(),
        half: plain::Half::default(),
        clock: &|| since.elapsed(),
    };
    let mut form = begun.form;
    let mut keeper = Nowhere {
        today: clock::today(),
    };
    let mut input = std::io::stdin().lock();
    let ended = plain::try_out(&mut form, &start, &mut input, context.out, &mut keeper);
    let told = match ended.map_err(CliError::output)? {
        Ending::Sent(_) => "TRIAL: nothing was sent, nothing was stored",
        _ => "TRIAL: nothing was stored",
    };
    writeln!(context.out, "{told}").map_err(CliError::output)?;
    Ok(Done::Clean)
}

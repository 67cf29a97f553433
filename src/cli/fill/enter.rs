//! Where a pass line by line begins: a new one, one that is taken up with the eight words, and the
//! invitation that a new one may need.

use std::io::{BufRead, Write};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::plain::{Entry, Pass, for_person, line, misread, say};
use crate::base::language::Language;
use crate::base::words::Words;
use crate::cli::at_screen;
use crate::cli::error::CliError;
use crate::form::Form;
use crate::response::code::Code;
use crate::response::invitation::{Invitation, NotShown, Shown, TRIES};
use crate::runtime::keeper::{self, Found, Keeper, Participation};
use crate::runtime::plain::Beginning;
use crate::ui::{Admitted, not_shown};

/// What typed words lead to.
pub(super) enum Entered {
    /// A form to go through.
    Form(Box<Entry>),
    /// What was sent already.
    Own(Code, Language),
}

/// Asks for a new beginning or the eight words, until it has one. End of input ends it.
pub(super) fn enter(
    pass: &mut Pass<'_>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Entered>, CliError> {
    let language = pass
        .language
        .clone()
        .unwrap_or_else(|| pass.keeper.questionnaire().default_language());
    let words = Words::new(&language);
    if pass.keeper.participation() == Participation::Invited {
        return by_invitation(pass, &words, input, output);
    }
    let spoken = spoken(pass);
    loop {
        for words in &spoken {
            say(output, &words.say("fill-begin"))?;
        }
        let Some(line) = line(input)? else {
            return Ok(None);
        };
        if line.trim().is_empty() {
            if !has_room(pass, &words, output)? {
                continue;
            }
            return begin(pass, language, None);
        }
        let code = match Code::parse(&line) {
            Ok(code) => code,
            Err(error) => {
                say(output, &misread(&error, &words))?;
                continue;
            }
        };
        match go_on(pass, code, &words)? {
            Ok(entered) => return Ok(Some(entered)),
            Err(why) => say(output, &why)?,
        }
    }
}

/// The languages in which the first line is said: every one, until the person has chosen theirs.
fn spoken(pass: &Pass<'_>) -> Vec<Words> {
    let all = &pass.keeper.questionnaire().languages;
    let chosen = pass.language.as_ref();
    chosen.map_or_else(
        || all.iter().map(Words::new).collect(),
        |language| vec![Words::new(language)],
    )
}

/// The same where only who was invited may begin. Whoever shows three that are none is let go.
fn by_invitation(
    pass: &mut Pass<'_>,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Entered>, CliError> {
    let mut shown = pass.shown.take();
    let mut wrong = 0;
    while wrong < TRIES {
        let Some(next) = shown
            .take()
            .map_or_else(|| shows(words, input, output), |it| Ok(Some(it)))?
        else {
            return Ok(None);
        };
        match next {
            Shown::Words(code) => match go_on(pass, code, words)? {
                Ok(entered) => return to_be_sent(pass, entered, words, input, output),
                Err(why) => say(output, &why)?,
            },
            Shown::Invitation(invitation) => {
                if !is_one(pass.keeper, &invitation, words, output)? {
                    wrong += 1;
                } else if has_room(pass, words, output)? {
                    return begin(pass, words.language().clone(), Some(invitation));
                }
            }
        }
    }
    Ok(None)
}

/// Asks until something is an invitation or eight words; nothing at the end of input.
fn shows(
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Shown>, CliError> {
    loop {
        say(output, &words.say("invitation-plain-begin"))?;
        let Some(typed) = line(input)?.map(Zeroizing::new) else {
            return Ok(None);
        };
        match Shown::parse(&typed) {
            Ok(shown) => return Ok(Some(shown)),
            Err(error) => say(output, &words.tell(&not_shown(&error)))?,
        }
    }
}

/// A draft that could not be sent as it is gets another invitation, or is left.
fn to_be_sent(
    pass: &mut Pass<'_>,
    mut entered: Entered,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Entered>, CliError> {
    if let Entered::Form(entry) = &mut entered {
        let lacks = pass.keeper.lacks_invitation(&entry.code, &entry.form);
        if lacks.map_err(|error| for_person(&error, words))? {
            let prompt = "invitation-plain-another";
            match ask(pass.keeper, prompt, words, input, output)? {
                Some(invitation) => entry.form.set_invitation(invitation),
                None => return Ok(None),
            }
        }
    }
    Ok(Some(entered))
}

/// Asks for an invitation until it is one; `None` where the person leaves or shows three that are none.
pub(in crate::cli) fn ask(
    keeper: &Keeper,
    prompt: &'static str,
    words: &Words,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<Option<Invitation>, CliError> {
    let mut wrong = 0;
    while wrong < TRIES {
        say(output, &words.say(prompt))?;
        let typed = line(input)?.map(Zeroizing::new);
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
            return Ok(None);
        };
        match Invitation::parse(&typed) {
            Ok(invitation) if is_one(keeper, &invitation, words, output)? => {
                return Ok(Some(invitation));
            }
            Ok(_) => wrong += 1,
            Err(error) => say(
                output,
                &words.tell(&not_shown(&NotShown::Invitation(error))),
            )?,
        }
    }
    Ok(None)
}

/// Whether an invitation is one, and said where it is none.
fn is_one(
    keeper: &Keeper,
    invitation: &Invitation,
    words: &Words,
    output: &mut dyn Write,
) -> Result<bool, CliError> {
    let why = match at_screen::admits(keeper, invitation) {
        Admitted::Invited => return Ok(true),
        Admitted::Unknown => "invitation-unknown",
        Admitted::Failed => "store-unreadable",
    };
    say(output, &words.say(why))?;
    Ok(false)
}

/// Whether there is room for one more person, and said where there is none.
fn has_room(pass: &Pass<'_>, words: &Words, output: &mut dyn Write) -> Result<bool, CliError> {
    let has_room = pass.keeper.has_room();
    if !has_room {
        for id in ["room-what", "room-words"] {
            say(output, &words.say(id))?;
        }
    }
    Ok(has_room)
}

fn begin(
    pass: &mut Pass<'_>,
    language: Language,
    invitation: Option<Invitation>,
) -> Result<Option<Entered>, CliError> {
    let questionnaire = Arc::clone(pass.keeper.questionnaire());
    let drawn = pass.keeper.draw();
    let code = drawn.map_err(|error| for_person(&error, &Words::new(&language)))?;
    let mut form = Form::new(questionnaire, language, pass.today, pass.seed);
    if let Some(invitation) = invitation {
        form.set_invitation(invitation);
    }
    let beginning = match pass.language {
        Some(_) => Beginning::NewIn,
        None => Beginning::New,
    };
    Ok(Some(Entered::Form(Box::new(Entry {
        code,
        form,
        beginning,
    }))))
}

/// The draft of words, or in words why there is none.
fn go_on(
    pass: &mut Pass<'_>,
    code: Code,
    words: &Words,
) -> Result<Result<Entered, String>, CliError> {
    let found = pass.keeper.find(&code);
    let (draft, questionnaire) = match found.map_err(|error| for_person(&error, words))? {
        Found::Draft {
            plaintext,
            questionnaire,
        } => (plaintext, questionnaire),
        Found::Sent => return Ok(Ok(Entered::Own(code, words.language().clone()))),
        // They may be the words of an earlier wave: what was sent then can be started from.
        Found::Unknown(_) if matches!(pass.keeper.earlier(&code), Ok(keeper::Earlier::Sent(_))) => {
            return Ok(Ok(Entered::Own(code, words.language().clone())));
        }
        Found::Unknown(others) => {
            let others = if others.is_empty() {
                "none".to_owned()
            } else {
                others.join(", ")
            };
            return Ok(Err(
                words.say_with("fill-not-here", [("others", others.into())])
            ));
        }
    };
    Ok(match Form::from_draft(questionnaire, pass.today, &draft) {
        Ok((form, page)) => Ok(Entered::Form(Box::new(Entry {
            code,
            form,
            beginning: Beginning::Resumed(page),
        }))),
        Err(_) => Err(words.say("fill-unreadable")),
    })
}

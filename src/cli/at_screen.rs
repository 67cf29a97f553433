//! The keeper as the respondent's screens see it.

use std::ops::DerefMut;

use crate::base::language::Language;
use crate::base::time::Day;
use crate::form::Form;
use crate::form::simulate::complete;
use crate::response::code::Code;
use crate::response::diary::Diary;
use crate::response::invitation::Invitation;
use crate::response::part::Submission;
use crate::runtime::keeper::{self, Keeper, SLOW, SaveError};
use crate::runtime::respondent;
use crate::ui::{
    Admitted, Draft, Earlier, Found, Held, LastYear, Own, Receipt, Reopened, Saved, SubmitFailure,
};
use crate::vault::store::StoreError;

/// A response that was sent at this screen.
pub(super) struct Sent {
    /// Its receipt.
    pub receipt: keeper::Receipt,
    /// Its code.
    pub code: Code,
    /// Its answers, for the mark on one's own in a demo's summary, and nowhere else.
    pub submission: Option<Submission>,
}

/// A keeper at a screen, and what was sent through it.
pub(super) struct AtScreen<K> {
    /// The box.
    pub keeper: K,
    /// Today.
    pub today: Day,
    /// Decides what "answer the rest for me" answers.
    pub seed: u64,
    /// Whether the answers are kept for the mark on one's own: in a demo.
    pub marks: bool,
    /// The last response that was sent, with its code.
    pub sent: Option<Sent>,
}

impl<K: DerefMut<Target = Keeper>> respondent::ScreenKeeper for AtScreen<K> {
    fn has_room_to_begin(&self) -> bool {
        self.keeper.has_room()
    }

    fn draw_code(&mut self) -> Option<Code> {
        self.keeper.draw().ok()
    }

    fn admits(&mut self, invitation: &Invitation) -> Admitted {
        admits(&self.keeper, invitation)
    }

    fn find(&mut self, code: &Code) -> Found {
        match self.keeper.find(code) {
            Ok(keeper::Found::Draft {
                plaintext: bytes,
                questionnaire,
            }) => Found::Draft {
                bytes,
                questionnaire,
            },
            Ok(keeper::Found::Sent) => Found::Sent,
            Ok(keeper::Found::Unknown(others)) => Found::Unknown { others },
            Err(_) => Found::Failed,
        }
    }

    fn save(&mut self, draft: Draft) -> Saved {
        match self.keeper.save(&draft.code, &draft.bytes, draft.expires) {
            Ok(()) => Saved::Done,
            Err(SaveError::ContinuedElsewhere) => Saved::Elsewhere,
            Err(_) => Saved::Failed,
        }
    }

    fn submit(&mut self, code: &Code, form: &Form) -> Result<Receipt, SubmitFailure> {
        let receipt = self
            .keeper
            .submit(code, form, self.today)
            .map_err(|error| failure(&error))?;
        let told = Receipt {
            day: receipt.day,
            leaf: receipt.leaf.to_hex(),
        };
        let submission = self.marks.then(|| form.submission(self.today));
        self.sent = Some(Sent {
            receipt,
            code: code.clone(),
            submission,
        });
        Ok(told)
    }

    fn discard(&mut self, code: &Code) {
        // A draft that could not be deleted stays sealed and expires by itself.
        drop(self.keeper.discard(code));
    }

    fn own(&mut self, code: &Code, language: &Language) -> Own {
        own(&self.keeper, code, language, self.today)
    }

    fn revise(&mut self, code: &Code) -> Option<Reopened> {
        let (bytes, questionnaire) = self.keeper.revise(code).ok()?;
        Some(Reopened {
            bytes,
            questionnaire,
        })
    }

    fn withdraw(&mut self, code: &Code) -> bool {
        self.keeper.withdraw(code).is_ok()
    }

    fn waves(&mut self) -> Vec<String> {
        self.keeper.waves().unwrap_or_default()
    }

    fn earlier(&mut self, code: &Code) -> Earlier {
        earlier(&self.keeper, code)
    }

    fn keep_diary(&mut self, code: &Code, seen: &Diary, diary: &Diary) -> bool {
        let kept = self.keeper.keep_diary(code, seen, diary, self.today);
        kept.is_ok()
    }

    fn answer_rest(&mut self, form: Form) -> Form {
        complete(form, self.seed)
    }
}

/// Whether an invitation is one. That it is none is said slowly.
pub(super) fn admits(keeper: &Keeper, invitation: &Invitation) -> Admitted {
    match keeper.invites(invitation) {
        Ok(true) => Admitted::Invited,
        Ok(false) => {
            std::thread::sleep(SLOW);
            Admitted::Unknown
        }
        Err(_) => Admitted::Failed,
    }
}

/// What a code leads to in an earlier wave, as a person reads it.
pub(super) fn earlier(keeper: &Keeper, code: &Code) -> Earlier {
    match keeper.earlier(code) {
        Ok(keeper::Earlier::Sent(sent)) => Earlier::Sent(Box::new(LastYear {
            link: sent.link,
            answers: sent.answers,
        })),
        Ok(keeper::Earlier::ThisWave) => Earlier::ThisWave,
        Ok(keeper::Earlier::TakenBack) => Earlier::TakenBack,
        Ok(keeper::Earlier::Unknown(others)) => Earlier::Unknown { others },
        Err(_) => Earlier::Failed,
    }
}

/// What stands under a code, as a person reads it.
pub(super) fn own(keeper: &Keeper, code: &Code, language: &Language, today: Day) -> Own {
    let sent = match keeper.held(code) {
        Ok(keeper::Held::Answers(sent)) => sent,
        Ok(keeper::Held::Withdrawn) => return Own::Withdrawn,
        Ok(keeper::Held::SetAside) => return Own::SetAside,
        Ok(keeper::Held::NotHere) => return Own::NotHere,
        Ok(keeper::Held::Unknown(others)) => return Own::Unknown { others },
        Err(_) => return Own::Failed,
    };
    let Some(overview) = keeper.overview(&sent, language, today) else {
        return Own::Failed;
    };
    let wave = &sent.questionnaire.wave;
    Own::Held(Box::new(Held {
        overview,
        revision: sent.revision,
        day: sent.day,
        until: keeper.questionnaire().last_day(),
        is_being_changed: sent.is_being_changed,
        earlier: (*wave != keeper.questionnaire().wave).then(|| wave.clone()),
        diary: sent.diary,
    }))
}

/// No keeper: a home without keys or box, where nothing is asked and nothing stored.
pub(super) struct Nobody;

impl respondent::ScreenKeeper for Nobody {
    fn has_room_to_begin(&self) -> bool {
        false
    }

    fn draw_code(&mut self) -> Option<Code> {
        None
    }

    fn find(&mut self, _code: &Code) -> Found {
        Found::Failed
    }

    fn save(&mut self, _draft: Draft) -> Saved {
        Saved::Failed
    }

    fn submit(&mut self, _code: &Code, _form: &Form) -> Result<Receipt, SubmitFailure> {
        Err(SubmitFailure::Keys)
    }

    fn discard(&mut self, _code: &Code) {}

    fn answer_rest(&mut self, form: Form) -> Form {
        form
    }
}

fn failure(error: &SaveError) -> SubmitFailure {
    match error {
        SaveError::Store(StoreError::Full) => SubmitFailure::StoreFull,
        SaveError::Seal(_) => SubmitFailure::Keys,
        SaveError::ContinuedElsewhere => SubmitFailure::Elsewhere,
        SaveError::NotInvited => SubmitFailure::NotInvited,
        SaveError::NotOpen(_) => SubmitFailure::NotOpen,
        _ => SubmitFailure::Store,
    }
}

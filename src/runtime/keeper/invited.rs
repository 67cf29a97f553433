//! Where only who was invited may begin: what the keeper asks for, and what it looks up.

use std::time::Duration;

use super::mine::Standing;
use super::{Keeper, SaveError};
use crate::form::Form;
use crate::response::code::Code;
use crate::response::invitation::{Invitation, InvitationHash};
use crate::vault::store::InvitationSeen;

/// How long somebody waits for the answer that an invitation is none.
pub const SLOW: Duration = Duration::from_secs(1);

/// Who may send a first response through this keeper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Participation {
    /// Everybody who comes.
    #[default]
    Open,
    /// Who brings an invitation.
    Invited,
}

impl Keeper {
    /// Asks for an invitation with every first response from now on. Changes and withdrawals need none: the
    /// words are enough, and the invitation was used.
    pub const fn ask_invitations(&mut self) {
        self.participation = Participation::Invited;
    }

    /// Who may send a first response.
    pub const fn participation(&self) -> Participation {
        self.participation
    }

    /// Whether an invitation is one of this box that no response was sent with.
    ///
    /// # Errors
    /// As the store.
    pub fn invites(&self, invitation: &Invitation) -> Result<bool, SaveError> {
        Ok(self.store.has_invitation(&self.hash(invitation))?)
    }

    /// Whether these words lead to anything here: a draft, or what was sent, in any wave.
    ///
    /// # Errors
    /// As the store.
    pub fn knows(&self, code: &Code) -> Result<bool, SaveError> {
        let derived = self.derive(code);
        if self.store.load_draft(&derived.draft)?.is_some() {
            return Ok(true);
        }
        if !matches!(self.standing(&derived)?, Standing::Never) {
            return Ok(true);
        }
        Ok(!matches!(self.earlier(code)?, super::Earlier::Unknown(_)))
    }

    /// Whether a draft lacks an invitation that it could be sent with.
    ///
    /// # Errors
    /// As the store.
    pub fn lacks_invitation(&self, code: &Code, form: &Form) -> Result<bool, SaveError> {
        if self.participation == Participation::Open || self.next_revision(code)? > 1 {
            return Ok(false);
        }
        match form.invitation() {
            Some(invitation) => Ok(!self.invites(invitation)?),
            None => Ok(true),
        }
    }

    pub(super) fn is_invited(&self, form: &Form, revision: u32) -> Result<(), SaveError> {
        if self.participation == Participation::Invited
            && revision == 1
            && form.invitation().is_none()
        {
            return Err(SaveError::NotInvited);
        }
        Ok(())
    }

    /// What a first response uses up. Where everybody may answer, an invitation that a draft brings along
    /// is used up too, and nobody is turned away for one that was.
    pub(super) fn uses_up(&self, form: &Form, revision: u32) -> Option<InvitationSeen> {
        let invitation = form.invitation().filter(|_| revision == 1)?;
        Some(InvitationSeen {
            hash: self.hash(invitation),
            is_needed: self.participation == Participation::Invited,
        })
    }

    fn hash(&self, invitation: &Invitation) -> InvitationHash {
        invitation.hash(&self.questionnaire.id, &self.questionnaire.wave)
    }
}

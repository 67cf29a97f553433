//! What a connection may ask for: to come in, one channel, a terminal, a shell that is the survey.
//! Everything else is refused, by not being here: russh refuses what a handler does not take.

use std::sync::Arc;

use super::prompt::Prompt;
use super::visit::{House, Visit};
use super::{Authentication, Passage, Server, screen};
use crate::response::invitation::Shown;
use crate::runtime::keeper::SLOW;
use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel, ChannelId, Pty};

/// One connection, and what it may ask for.
pub(super) struct Connection<H> {
    server: Arc<Server<H>>,
    passage: Arc<Passage>,
    /// The one channel.
    channel: Option<ChannelId>,
    prompt: Prompt,
}

impl<H> Connection<H> {
    pub(super) fn new(server: Arc<Server<H>>, passage: Arc<Passage>) -> Self {
        Self {
            server,
            passage,
            channel: None,
            prompt: Prompt::default(),
        }
    }

    fn is_known(&self, key: &PublicKey) -> bool {
        match &self.server.authentication {
            Authentication::Open => true,
            Authentication::Invitation => false,
            Authentication::Keys(known) => known.iter().any(|one| one.key_data() == key.key_data()),
        }
    }

    fn answer(is_let_in: bool) -> Auth {
        if is_let_in {
            Auth::Accept
        } else {
            Auth::reject()
        }
    }

    /// Remembers what was shown for the session, and opens.
    fn lets_in(&self, shown: Option<Shown>) -> Auth {
        let Some(shown) = shown else {
            return self.prompt.refuses();
        };
        match self.passage.shown.set(shown) {
            Ok(()) => Auth::Accept,
            Err(_) => Auth::reject(),
        }
    }

    fn reply(
        &self,
        channel: ChannelId,
        is_granted: bool,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        if is_granted && self.channel == Some(channel) {
            session.channel_success(channel)
        } else {
            session.channel_failure(channel)
        }
    }
}

impl<H: House> Handler for Connection<H> {
    type Error = russh::Error;

    /// Whoever asks for nothing more: everybody, or who has an invitation for a name.
    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        Ok(match self.server.authentication {
            Authentication::Open => Auth::Accept,
            Authentication::Invitation if user.starts_with(|c: char| c.is_ascii_digit()) => {
                let shown = self.prompt.takes(user, &self.server);
                if shown.is_none() {
                    // The first request of a connection is else answered at once.
                    tokio::time::sleep(SLOW).await;
                }
                self.lets_in(shown)
            }
            Authentication::Invitation | Authentication::Keys(_) => Auth::reject(),
        })
    }

    async fn auth_password(&mut self, _: &str, password: &str) -> Result<Auth, Self::Error> {
        if !matches!(self.server.authentication, Authentication::Invitation) {
            return Ok(Auth::reject());
        }
        let shown = self.prompt.takes(password, &self.server);
        Ok(self.lets_in(shown))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if !matches!(self.server.authentication, Authentication::Invitation) {
            return Ok(Auth::reject());
        }
        Ok(match self.prompt.talks(response, &self.server) {
            Ok(shown) => self.lets_in(Some(shown)),
            Err(said) => said,
        })
    }

    /// An offered key is nobody's yet: what is answered here opens nothing.
    async fn auth_publickey_offered(
        &mut self,
        _: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        Ok(Self::answer(self.is_known(offer.public_key)))
    }

    async fn auth_publickey(
        &mut self,
        _: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        Ok(Self::answer(self.is_known(key.public_key)))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        // A second one is refused by dropping the reply.
        if self.channel.is_none() {
            self.channel = Some(channel.id());
            reply.accept().await;
            let (server, passage) = (Arc::clone(&self.server), Arc::clone(&self.passage));
            tokio::spawn(screen::receive(server, channel, passage));
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _term: &str,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, true, session)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, Visit::default().sets(name, value), session)
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, true, session)
    }

    /// Whatever is asked for, it is the survey that runs; the one word that is looked at is `me`.
    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, true, session)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, false, session)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, false, session)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.reply(channel, true, session)
    }
}

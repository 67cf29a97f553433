//! One person: a real SSH client with a terminal of 80 by 24, over a socket whose bytes are counted.

use std::io;
use std::net::Shutdown;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use russh::client::{self, Msg};
use russh::keys::PrivateKeyWithHashAlg;
use russh::{Channel, ChannelMsg};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::host::Door;
use super::{Told, told};

/// Longer than anything takes on a busy machine; only what hangs comes to it.
const GUARD: Duration = Duration::from_secs(120);

/// What went over a connection's wire so far.
#[derive(Default)]
struct Wire {
    up: AtomicU64,
    down: AtomicU64,
}

impl Wire {
    fn now(&self) -> (u64, u64) {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (read(&self.up), read(&self.down))
    }
}

/// A socket that counts.
struct Counted {
    stream: TcpStream,
    wire: Arc<Wire>,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let more = buffer.filled().len() - before;
        self.wire.down.fetch_add(more as u64, Ordering::Relaxed);
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(count)) = &written {
            self.wire.up.fetch_add(*count as u64, Ordering::Relaxed);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Takes whatever host there is: it is this program's own.
struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _: &russh::keys::PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// What one key brought.
pub(crate) struct Answer {
    /// From the key to its frame.
    pub(crate) waited: Duration,
    /// The frame's bytes, before encryption.
    pub(crate) frame: u64,
    /// What went to the host, and what came.
    pub(crate) up: u64,
    pub(crate) down: u64,
}

/// Somebody with a terminal at a host.
pub(crate) struct Person {
    channel: Channel<Msg>,
    screen: vt100::Parser,
    wire: Arc<Wire>,
    /// To vanish with, as a line that drops does.
    cord: std::net::TcpStream,
    /// The connection ends with it.
    _handle: client::Handle<Trusting>,
}

impl Person {
    /// Connects, and waits for no page yet.
    pub(crate) async fn connect(door: &Door) -> Told<Self> {
        let stream = TcpStream::connect(("127.0.0.1", door.port)).await;
        let stream = stream.and_then(TcpStream::into_std).map_err(told)?;
        let cord = stream.try_clone().map_err(told)?;
        let stream = TcpStream::from_std(stream).map_err(told)?;
        stream.set_nodelay(true).map_err(told)?;
        let wire = Arc::new(Wire::default());
        let counted = Counted {
            stream,
            wire: Arc::clone(&wire),
        };
        let connected = client::connect_stream(Arc::default(), counted, Trusting);
        let mut handle = within(connected).await?.map_err(told)?;
        let let_in = match &door.key {
            None => handle.authenticate_none(door.user.clone()).await,
            Some(key) => {
                let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
                handle.authenticate_publickey(door.user.clone(), key).await
            }
        };
        if !let_in.map_err(told)?.success() {
            return Err("not let in".to_owned());
        }
        let channel = handle.channel_open_session().await.map_err(told)?;
        let asked = channel.request_pty(false, "xterm-256color", 80, 24, 0, 0, &[]);
        asked.await.map_err(told)?;
        channel.request_shell(false).await.map_err(told)?;
        Ok(Self {
            channel,
            screen: vt100::Parser::new(24, 80, 0),
            wire,
            cord,
            _handle: handle,
        })
    }

    /// What stands on the screen.
    pub(crate) fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until something stands on the screen, and gives the screen.
    pub(crate) async fn until(&mut self, words: &str) -> Told<String> {
        loop {
            let screen = self.screen();
            if screen.contains(words) {
                return Ok(screen);
            }
            let came = self.frame().await;
            came.map_err(|why| format!("{why}, waiting for {words:?}:\n{screen}"))?;
        }
    }

    /// One key, and the frame that answers it.
    pub(crate) async fn key(&mut self, key: &str) -> Told<Answer> {
        self.catch_up();
        let (up, down) = self.wire.now();
        let begun = Instant::now();
        self.send(key).await?;
        let frame = self.frame().await?;
        let waited = begun.elapsed();
        let (up_now, down_now) = self.wire.now();
        Ok(Answer {
            waited,
            frame,
            up: up_now - up,
            down: down_now - down,
        })
    }

    /// Keys whose frame is not waited for.
    pub(crate) async fn send(&self, keys: &str) -> Told<()> {
        let bytes = keys.as_bytes().to_vec();
        self.channel.data_bytes(bytes).await.map_err(told)
    }

    /// The line drops: nobody says goodbye.
    pub(crate) fn vanish(self) {
        drop(self.cord.shutdown(Shutdown::Both));
    }

    /// Waits until the host has ended the session.
    pub(crate) async fn ended(mut self) -> Told<()> {
        while self.frame().await.is_ok() {}
        Ok(())
    }

    /// Draws what has come already.
    fn catch_up(&mut self) {
        let mut nobody = Context::from_waker(Waker::noop());
        loop {
            let came = pin!(self.channel.wait()).poll(&mut nobody);
            let Poll::Ready(Some(message)) = came else {
                return;
            };
            self.shows(&message);
        }
    }

    /// Waits for something to draw, and draws it: its bytes.
    async fn frame(&mut self) -> Told<u64> {
        loop {
            let message = within(self.channel.wait()).await?;
            match message {
                None | Some(ChannelMsg::Eof | ChannelMsg::Close) => {
                    return Err("the session ended".to_owned());
                }
                Some(message) => match self.shows(&message) {
                    0 => {}
                    bytes => return Ok(bytes),
                },
            }
        }
    }

    fn shows(&mut self, message: &ChannelMsg) -> u64 {
        let ChannelMsg::Data { data } = message else {
            return 0;
        };
        self.screen.process(data);
        data.len() as u64
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Told<T> {
    let done = tokio::time::timeout(GUARD, work).await;
    done.map_err(|_| "nothing came".to_owned())
}

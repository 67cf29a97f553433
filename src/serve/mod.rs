//! The survey over SSH from inside this program, for a host that has no OpenSSH to spare.
//!
//! Each person is one task over the same pure core as on a terminal at hand. What a person gets is a
//! [`House`]'s business; here is the door: who is let in and how many, one channel a connection with
//! nothing but a survey on it, and an end for whoever does not come to it. OpenSSH is advised where it
//! exists: it keeps every person in a process of their own.

mod admission;
mod connection;
pub mod host_key;
mod lines;
mod prompt;
mod screen;
mod visit;

use std::io;
use std::net::{self, Shutdown, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use russh::keys::{PrivateKey, PublicKey};
use russh::{MethodKind, MethodSet, Preferred, server};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use admission::{Admission, Place};
use connection::Connection;

use crate::response::invitation::Shown;
use crate::runtime::patience::Patience;
use crate::ui::idle;

pub use visit::{House, Leaving, Visit, Wish};

/// Who is let in.
#[derive(Clone, Debug)]
pub enum Authentication {
    /// Everybody who can reach the port.
    Open,
    /// Who shows an invitation, or words that are known here.
    Invitation,
    /// Who holds the secret half of one of these.
    Keys(Vec<PublicKey>),
}

/// How much one address, and all together, may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Sessions in all.
    pub sessions: usize,
    /// Sessions of one address: a lab behind one router has one.
    pub of_one_address: usize,
    /// From the first byte of a connection to the survey's first page.
    pub login: Duration,
    /// How long nobody may type before they are asked, and how long then: the draft is kept.
    pub idle: idle::Limits,
    /// A frame that is not taken for so long: nobody is there.
    pub unread: Duration,
    /// Three times so long without a sign of life from the client: the line is gone, whatever it says.
    pub alive: Duration,
    /// Typed bytes that made no key, one after the other: it is no keyboard.
    pub idle_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 2000,
            of_one_address: 100,
            login: Duration::from_secs(20),
            idle: Patience::default().over_ssh,
            unread: Duration::from_secs(120),
            alive: Duration::from_secs(30),
            idle_bytes: 256 * 1024,
        }
    }
}

/// What a server is started with.
pub struct Options {
    /// Who is let in.
    pub authentication: Authentication,
    /// How much is let in.
    pub limits: Limits,
    /// The host's key.
    pub host_key: PrivateKey,
}

/// How long sessions have to save and say goodbye when the server is told to end.
const GOODBYE: Duration = Duration::from_secs(10);
/// How long a client may take to leave once its session is over; then its place is another's.
const LEAVING: Duration = Duration::from_secs(5);
/// Threads besides one a session.
const SPARE: usize = 64;
/// How long nobody is let in where the operating system gives no more connections.
const BREATH: Duration = Duration::from_millis(50);
/// What is said before the protocol to somebody who cannot be let in (RFC 4253 §4.2).
const FULL: &[u8] = b"Too many people are answering at this moment. Try again in some minutes.\r\n";

/// Serves until it is told to end; then every draft is saved and every person told. It listens already:
/// whoever confines itself does so in between, and binds nothing any more.
///
/// # Errors
/// Where it cannot listen there, or the operating system gives no threads.
pub fn run<H: House>(
    house: H,
    listener: net::TcpListener,
    options: Options,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        // Whoever talks in lines has a thread, and whoever waits for the disk needs one to take over.
        .max_blocking_threads(options.limits.sessions.saturating_add(SPARE))
        .build()?;
    let done = runtime.block_on(listen(Arc::new(house), listener, options, ready));
    // Whoever still reads a page line by line reads from a channel that is closed by now.
    runtime.shutdown_timeout(BREATH);
    done
}

/// What a connection's session tells whoever attends to the connection.
#[derive(Default)]
struct Passage {
    /// It has come to the survey.
    entered: Notify,
    /// It is over.
    left: Notify,
    /// What was shown at the door.
    shown: OnceLock<Shown>,
}

/// What every connection shares.
struct Server<H> {
    house: Arc<H>,
    limits: Limits,
    authentication: Authentication,
    config: Arc<server::Config>,
    closing: watch::Receiver<bool>,
}

async fn listen<H: House>(
    house: Arc<H>,
    listener: net::TcpListener,
    options: Options,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let (close, closing) = watch::channel(false);
    let admission = Admission::new(options.limits);
    let server = Arc::new(Server {
        house,
        limits: options.limits,
        config: Arc::new(config(&options)),
        authentication: options.authentication,
        closing,
    });
    ready(listener.local_addr()?);
    let mut attending = JoinSet::new();
    loop {
        tokio::select! {
            _ = terminated.recv() => break,
            _ = interrupted.recv() => break,
            Some(_) = attending.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => match admission.admit(address.ip()) {
                    Some(place) => {
                        attending.spawn(attend(Arc::clone(&server), stream, place));
                    }
                    None => drop(stream.try_write(FULL)),
                },
                Err(_) => tokio::time::sleep(BREATH).await,
            },
        }
    }
    drop(listener);
    // Nobody listens any more where nobody is left.
    close.send_replace(true);
    let all_gone = async { while attending.join_next().await.is_some() {} };
    drop(tokio::time::timeout(GOODBYE, all_gone).await);
    Ok(())
}

/// What the protocol offers: keys and signatures of this century, no compression; a password or a prompt
/// where an invitation is asked for.
fn config(options: &Options) -> server::Config {
    let methods = match options.authentication {
        Authentication::Open => MethodSet::from(&[MethodKind::None, MethodKind::PublicKey][..]),
        Authentication::Invitation => MethodSet::from(
            &[
                MethodKind::None,
                MethodKind::KeyboardInteractive,
                MethodKind::Password,
            ][..],
        ),
        Authentication::Keys(_) => MethodSet::from(&[MethodKind::PublicKey][..]),
    };
    server::Config {
        methods,
        auth_rejection_time: Duration::from_secs(1),
        auth_rejection_time_initial: Some(Duration::ZERO),
        max_auth_attempts: 6,
        keys: vec![options.host_key.clone()],
        window_size: 64 * 1024,
        channel_buffer_size: 8,
        inactivity_timeout: None,
        keepalive_interval: Some(options.limits.alive),
        keepalive_max: 3,
        nodelay: true,
        preferred: Preferred {
            compression: std::borrow::Cow::Borrowed(&[russh::compression::NONE]),
            ..Preferred::default()
        },
        ..server::Config::default()
    }
}

/// One connection, from its first byte to its last.
async fn attend<H: House>(server: Arc<Server<H>>, stream: TcpStream, place: Place) {
    let Some((stream, line)) = with_cord(stream) else {
        return;
    };
    let passage = Arc::new(Passage::default());
    let handler = Connection::new(Arc::clone(&server), Arc::clone(&passage));
    let login = tokio::time::sleep(server.limits.login);
    let mut closing = server.closing.clone();
    let connection = async {
        // Else somebody who speaks no SSH, or no more.
        if let Ok(session) = server::run_stream(Arc::clone(&server.config), stream, handler).await {
            drop(session.await);
        }
    };
    let mut connection = Box::pin(connection);
    let is_late = tokio::select! {
        () = &mut connection => false,
        () = passage.entered.notified() => {
            // Sessions say goodbye by themselves; this ends what has none, or does not take it.
            let patience = tokio::select! {
                () = &mut connection => Duration::ZERO,
                () = passage.left.notified() => LEAVING,
                () = told_to_end(&mut closing) => GOODBYE,
            };
            !patience.is_zero() && tokio::time::timeout(patience, &mut connection).await.is_err()
        }
        () = login => true,
        () = told_to_end(&mut closing) => true,
    };
    if is_late {
        drop(line.shutdown(Shutdown::Both));
        connection.await;
    }
    drop(line.shutdown(Shutdown::Both));
    drop(place);
}

async fn told_to_end(closing: &mut watch::Receiver<bool>) {
    // Where the server itself is gone, it is over too.
    drop(closing.wait_for(|is_closing| *is_closing).await);
}

/// The stream, and a hold on it that ends it also where the other side neither reads nor leaves.
fn with_cord(stream: TcpStream) -> Option<(TcpStream, net::TcpStream)> {
    stream.set_nodelay(true).ok()?;
    let stream = stream.into_std().ok()?;
    let cord = stream.try_clone().ok()?;
    Some((TcpStream::from_std(stream).ok()?, cord))
}

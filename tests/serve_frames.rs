//! The newest frame only: whoever reads slowly, or not at all, gets no queue of old frames, and none is made
//! for them; what they typed is taken all the same, and the last frame shows all of it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod glass;
mod support;

use std::sync::atomic::Ordering;

use glass::{Within, told, until};
use tallybox::serve::Limits;

/// How many letters are typed. Each makes another page of 80 by 24.
const LETTERS: usize = 300;

/// A client that counts frames and bytes, and `reads` in a way of its own.
const COUNTS: &str = r"
class Counts(asyncssh.SSHClientSession):
    frames = size = 0
    last = tail = b''
    def connection_made(self, channel):
        self.channel = channel
    def data_received(self, data, kind):
        # A frame's beginning may come in two pieces.
        self.frames += (self.tail + data).count(b'\x1b[?2026h')
        self.tail = (self.tail + data)[-7:]
        self.size += len(data)
        self.last = (self.last + data)[-4096:]
        self.reads()
";

/// Types as fast as the others read: each letter's frame is waited for.
const QUICK: &str = r"
class Quick(Counts):
    def reads(self):
        pass
channel, quick = await line.create_session(Quick, term_type='xterm', encoding=None)
for n in range(300):
    seen = quick.frames
    channel.write(b'abcdefgh'[n % 8:n % 8 + 1])
    while quick.frames == seen:
        await asyncio.sleep(0.001)
print(quick.frames, quick.size)
";

/// Has a window for less than a page, and takes a piece of it every twentieth of a second.
const SLOW: &str = r"
class Slow(Counts):
    def reads(self):
        self.channel.pause_reading()
        asyncio.get_event_loop().call_later(0.05, self.channel.resume_reading)
channel, slow = await line.create_session(Slow, term_type='xterm', encoding=None, window=1024, max_pktsize=1024)
for n in range(300):
    channel.write(b'abcdefgh'[n % 8:n % 8 + 1])
    await asyncio.sleep(0.004)
channel.write(b'z')
while b'z' * 80 not in slow.last:
    await asyncio.sleep(0.01)
print(slow.frames, slow.size)
";

/// Frames and bytes of a client.
fn counted(server: &Within, reads: &str) -> (usize, usize) {
    let told = told(server.python(&format!("{}{}", COUNTS.trim_start(), reads.trim_start())));
    let mut numbers = told.split_whitespace().map(|one| one.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

#[test]
fn whoever_reads_slowly_gets_the_newest_frame_and_not_the_ones_between() {
    let server = Within::start(Limits::default());
    let (frames, bytes) = counted(&server, QUICK);
    assert!(frames >= LETTERS, "{frames} frames for {LETTERS} letters");
    let drawn = server.tally.drawn.load(Ordering::SeqCst);
    let (slow_frames, slow_bytes) = counted(&server, SLOW);
    // Every letter was taken, and the page that shows the last one has come.
    let typed = server.tally.keys.load(Ordering::SeqCst);
    assert_eq!(typed, 2 * LETTERS + 1);
    assert!(slow_frames < frames / 4, "{slow_frames} of {frames} frames");
    assert!(slow_bytes < bytes / 4, "{slow_bytes} of {bytes} bytes");
    // What was not sent was not made either, but for the few of opening and closing.
    let drawn = server.tally.drawn.load(Ordering::SeqCst) - drawn;
    assert!(drawn < LETTERS / 4, "{drawn} made, {slow_frames} sent");
}

/// Takes nothing more of its line, with a window for four pages of 200 by 80.
const DEAF: &str = r"
class Deaf(Counts):
    def reads(self):
        pass
channel, deaf = await line.create_session(Deaf, term_type='xterm', term_size=(200, 80), encoding=None, window=65536)
while not deaf.frames:
    await asyncio.sleep(0.001)
channel.pause_reading()
for n in range(3000):
    channel.write(b'abcdefgh'[n % 8:n % 8 + 1])
    if n % 10 == 0:
        await asyncio.sleep(0.001)
channel.write(b'z')
sys.stdout.write('typed\n')
sys.stdout.flush()
await asyncio.get_event_loop().run_in_executor(None, sys.stdin.readline)
channel.resume_reading()
while b'z' * 200 not in deaf.last:
    await asyncio.sleep(0.01)
print('caught up')
";

#[test]
fn for_whoever_reads_nothing_frames_stop_at_what_their_window_holds() {
    let server = Within::start(Limits::default());
    let script = format!("{}{}", COUNTS.trim_start(), DEAF.trim_start());
    let mut deaf = server.python_typed(&script);
    let keys = || server.tally.keys.load(Ordering::SeqCst);
    until("all that was typed is taken", || keys() == 3001);
    let drawn = server.tally.drawn.load(Ordering::SeqCst);
    assert!(drawn < 12, "{drawn} frames made for nobody");
    drop(deaf.stdin.take());
    assert_eq!(told(deaf), "typed\ncaught up\n");
    let after = server.tally.drawn.load(Ordering::SeqCst);
    assert!(
        after <= drawn + 3,
        "{} more for the last page",
        after - drawn
    );
}

//! How far long work has come, on one line of a terminal; nothing where stderr is none.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::runtime::watch::Watch;

use super::Context;

/// Marks between the brackets.
const WIDTH: u64 = 30;
/// Between two looks at how far the work is, and before the first: short work shows nothing.
const PAUSE: Duration = Duration::from_millis(200);

/// Does some work, and shows meanwhile how far it is where stderr is a terminal and nobody asked for
/// quiet.
pub(super) fn shown<T>(context: &Context<'_>, work: impl FnOnce(&Watch) -> T) -> T {
    let watch = Watch::default();
    if context.quiet || !std::io::stderr().is_terminal() {
        return work(&watch);
    }
    let (working, ended) = channel::<()>();
    let watched = &watch;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut drawn = String::new();
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let now = line(watched.progress());
                if now != drawn {
                    draw(&format!("\r{now}"));
                    drawn = now;
                }
            }
            if !drawn.is_empty() {
                draw("\r\x1b[K");
            }
        });
        let result = work(watched);
        drop(working);
        result
    })
}

/// A line that cannot be shown changes nothing.
fn draw(line: &str) {
    let mut err = std::io::stderr().lock();
    drop(err.write_all(line.as_bytes()).and_then(|()| err.flush()));
}

/// Nothing while nobody knows how much there is.
fn line((done, of): (u64, u64)) -> String {
    if of == 0 {
        return String::new();
    }
    let percent = (done.min(of) * 100) / of;
    let bar: String = (0..WIDTH)
        .map(|at| if at * 100 < percent * WIDTH { '#' } else { '-' })
        .collect();
    format!("[{bar}] {percent:3} %  {done} of {of} records ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_the_work_is() {
        assert_eq!(line((0, 0)), "");
        let half = "[###############---------------]  50 %  1000 of 2000 records ";
        assert_eq!(line((1000, 2000)), half);
        let whole = "[##############################] 100 %  7 of 7 records ";
        assert_eq!(line((7, 7)), whole);
        assert_eq!(line((0, 7)).find('#'), None);
    }
}

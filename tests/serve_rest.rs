//! How often `serve` rewrites its store, so that nothing in it says in which order people came: where five have
//! come since, and at most once a minute, since it is work for all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::clock::Clock;
use support::home::TestHome;
use support::journey::{answer, begin, send};
use support::life::paper;
use support::pty::HANG_GUARD;
use support::serve::Server;
use tallybox::runtime::clock;

/// How many records there were when the store was last rewritten.
fn ordered(home: &TestHome) -> u64 {
    let store = rusqlite::Connection::open(home.path().join("box/store.sqlite")).unwrap();
    let sql = "SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM setting WHERE name = 'ordered'";
    store.query_row(sql, (), |row| row.get(0)).unwrap_or(0)
}

/// Four people on paper, by a process each, and one who is served: the last of five.
fn five_come(home: &TestHome, server: &Server) {
    for years in 1..=4 {
        home.enter(&paper("chem", years));
    }
    let mut terminal = server.connect();
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\x1b[C\r");
    assert!(terminal.end().success());
}

/// Somebody looks in and goes.
fn looks_in(server: &Server) {
    assert!(
        server
            .lines(&["-T", "survey@127.0.0.1"], "")
            .status
            .success()
    );
}

#[track_caller]
fn comes_to(home: &TestHome, wanted: u64) {
    let begun = clock::moment();
    while ordered(home) != wanted {
        assert!(
            begun.elapsed() < HANG_GUARD,
            "{} of {wanted}",
            ordered(home)
        );
        std::thread::yield_now();
    }
}

#[test]
fn the_store_is_rewritten_where_five_have_come_and_at_most_once_a_minute() {
    let home = TestHome::with_keys("Remote");
    let clock = Clock::new(&home.path());
    let server = Server::start_under(&home, &[], Some(&clock));
    five_come(&home, &server);
    assert_eq!(ordered(&home), 0, "not within the first minute");
    clock.set(61);
    looks_in(&server);
    comes_to(&home, 5);
    // Five more within the minute wait for it to be over, whoever goes meanwhile.
    five_come(&home, &server);
    clock.set(110);
    looks_in(&server);
    assert_eq!(ordered(&home), 5);
    clock.set(200);
    looks_in(&server);
    comes_to(&home, 10);
    // Fewer than five, and rewriting would itself tell when one came.
    home.enter(&paper("phys", 3));
    clock.set(400);
    looks_in(&server);
    server.end();
    assert_eq!(ordered(&home), 10);
    home.done(&["box", "verify"]);
}

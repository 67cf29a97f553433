//! Questionnaires that somebody wrote to do harm, for tests and for the benchmark that times them.

/// A questionnaire of 1 MiB or less that somebody wrote to do harm, and what it is called in a report.
pub(crate) fn hostile(good: &[u8], at: usize) -> (String, Vec<u8>) {
    let seed = at / KINDS.len();
    let pick = |of: usize| (seed * 7_919 + at * 104_729) % of.max(1);
    let (name, write) = KINDS[at % KINDS.len()];
    (
        format!("{name} {seed}"),
        write(good, pick(good.len()), seed + 1),
    )
}

type Spoil = fn(&[u8], usize, usize) -> Vec<u8>;

/// A question of which a text is written many times, with its number for `#`.
fn many(count: usize, text: &str) -> Vec<u8> {
    (0..count)
        .flat_map(|number| text.replace('#', &number.to_string()).into_bytes())
        .collect()
}

fn with_condition(good: &[u8], condition: &str) -> Vec<u8> {
    let text = String::from_utf8(good.to_vec()).unwrap();
    text.replace("b_terms == 'fixed'", condition).into_bytes()
}

/// Ways of spoiling a questionnaire; the third argument makes each a little different.
const KINDS: [(&str, Spoil); 20] = [
    ("cut short", |good, at, _| {
        [&good[..at.max(1)], b"\n[[["].concat()
    }),
    ("a byte that is none", |good, at, _| {
        [&good[..at], b"\xff", &good[at..]].concat()
    }),
    ("brackets", |_, _, n| {
        [b"a = ".to_vec(), b"[".repeat(n * 20_000)].concat()
    }),
    ("inline tables", |_, _, n| {
        [b"a = ".to_vec(), b"{a=".repeat(n * 10_000)].concat()
    }),
    ("dots", |_, _, n| {
        [b"a.".repeat(n * 15_000), b"a = 1".to_vec()].concat()
    }),
    ("a quote never closed", |good, at, _| {
        [&good[..at], b"\n\"\"\"", &good[at..]].concat()
    }),
    ("zeros", |_, _, n| b"\0".repeat(n * 30_000)),
    ("keys without end", |_, _, n| {
        many(n * 2_000, "key_number_# = #\n")
    }),
    ("sections without end", |_, _, n| {
        b"[[section]]\n".repeat(n * 3_000)
    }),
    ("questions without end", |good, _, n| {
        [good.to_vec(), b"[[section.question]]\n".repeat(n * 1_500)].concat()
    }),
    ("numbers too large", |good, _, n| {
        [
            good.to_vec(),
            format!(
                "[[section.question]]\nid = 'q'\ntype = 'integer'\nlabel = 'x'\nmin = {}\n",
                "9".repeat(n * 1_000)
            )
            .into_bytes(),
        ]
        .concat()
    }),
    ("a condition too long", |good, _, n| {
        with_condition(good, &"x".repeat(10_000 + n))
    }),
    ("a condition too deep", |good, _, n| {
        with_condition(good, &"(".repeat(400 * n))
    }),
    ("a condition of calls", |good, _, n| {
        with_condition(good, &"answered(".repeat(40 * n))
    }),
    ("a condition of entries", |good, _, n| {
        with_condition(
            good,
            &format!("{}true", "d_equip.exists(e, ".repeat(20 * n)),
        )
    }),
    ("a circle", |good, _, n| {
        [good.to_vec(), many(70 * n, "[[section.question]]\nid='q#'\ntype='computed'\nlabel='x'\ncalculation='q#0 + q#'\n")].concat()
    }),
    ("names nobody knows", |good, _, n| {
        [good.to_vec(), many(60 * n, "[[section.question]]\nid='q#'\ntype='single'\nlabel='{nobody#}'\nlist='skill'\nfilter='entry.famly == #'\n")].concat()
    }),
    ("patterns", |good, _, n| {
        [good.to_vec(), many(n, "[[section.question]]\nid='q#'\ntype='text'\nlabel='x'\npattern='(a{900}){900}#('\n")].concat()
    }),
    ("texts that turn round", |good, at, n| {
        [
            &good[..at],
            "\u{202e}\u{e0041}".repeat(n * 2_000).as_bytes(),
            &good[at..],
            b"]]",
        ]
        .concat()
    }),
    ("languages without end", |good, _, n| {
        let text = String::from_utf8(good.to_vec()).unwrap();
        text.replace(
            "[\"en\", \"cy\"]",
            &format!("[\"en\", \"cy\"{}]", ", \"xx\"".repeat(n * 200)),
        )
        .into_bytes()
    }),
];

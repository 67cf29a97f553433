//! A person's way through the small questionnaire: each page is read before its keys are typed.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Told;
use super::host::Door;
use super::person::{Answer, Person};

/// What is answered at which question. The last key of each turns the page.
const ANSWERS: [(&str, &str); 7] = [
    ("Which department do you work in?", "1\r"),
    ("How many years have you worked here?", "12\r"),
    ("What may your lead see", "1\r"),
    ("Do you help with teaching?", "1\r"),
    ("How many hours a week?", "6.5\r"),
    ("Where would you like to be", "2\r"),
    ("Anything to add?", "a few words\r"),
];
/// Who hangs up does so before this many are answered.
pub(crate) const QUESTIONS: usize = ANSWERS.len();

/// Chance that is the same in every run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// `SplitMix64` (Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of so many.
    pub(crate) fn of(&mut self, many: u64) -> u64 {
        self.next() % many
    }

    /// A pause between two lengths.
    fn pause(&mut self, least: Duration, most: Duration) -> Duration {
        let share = u32::try_from(self.of(1001)).unwrap_or(0);
        least + most.saturating_sub(least) * share / 1000
    }
}

/// What came of one visit so far.
#[derive(Default)]
pub(crate) struct Log {
    /// Letters in a field, and the frames that answered them.
    pub(crate) letters: Vec<Answer>,
    /// Keys that turned a page, answered by the next one: the draft is saved in between.
    pub(crate) turns: Vec<Duration>,
    /// From connecting to the first page.
    pub(crate) opened: Duration,
    /// From the key that sends to the receipt, and the receipt's number.
    pub(crate) sent: Option<(Duration, String)>,
}

/// Somebody on their way.
pub(crate) struct Visit {
    person: Person,
    /// The longest pause between two pages.
    think: Duration,
    pub(crate) chance: Chance,
    pub(crate) log: Log,
}

impl Visit {
    /// Connects, and waits for the first page.
    pub(crate) async fn open(door: &Arc<Door>, think: Duration, seed: u64) -> Told<Self> {
        let begun = Instant::now();
        let mut person = Person::connect(door).await?;
        person.until("Which language would you like?").await?;
        let log = Log {
            opened: begun.elapsed(),
            ..Log::default()
        };
        Ok(Self {
            person,
            think,
            chance: Chance::new(seed),
            log,
        })
    }

    /// Goes to the first question, and gives the eight words.
    pub(crate) async fn begin(&mut self) -> Told<String> {
        self.turn("Which language would you like?", "\r").await?;
        self.turn("Fill in the survey", "\r").await?;
        self.turn("I have read this", "\t\r").await?;
        let screen = self.person.until("Write these eight words down").await?;
        let words = words_on(&screen);
        self.turn("Write these eight words down", "\r").await?;
        let screen = self.person.until("Type these two words").await?;
        for asked in screen.split("Word ").skip(1) {
            let number: Option<usize> = asked.split_once(':').and_then(|(at, _)| at.parse().ok());
            let word = number.and_then(|number| words.get(number - 1));
            let word = word.ok_or_else(|| format!("no such word:\n{screen}"))?;
            self.types(&format!("{word}\r")).await?;
        }
        Ok(words.join(" "))
    }

    /// Goes on with the words of an earlier visit.
    pub(crate) async fn come_back(&mut self, words: &str) -> Told<()> {
        self.turn("Which language would you like?", "\r").await?;
        self.turn("Come back with my eight words", "2\r").await?;
        self.person.until("Type your eight words").await?;
        // Pasted, as most do who noted them in a file.
        self.person.send(words).await?;
        self.types("\r").await
    }

    /// Answers questions from one to before another (from 0).
    pub(crate) async fn answer(&mut self, from: usize, to: usize) -> Told<()> {
        for (question, keys) in &ANSWERS[from..to] {
            self.turn(question, keys).await?;
        }
        let next = ANSWERS.get(to).map_or("Check your answers", |next| next.0);
        self.person.until(next).await.map(drop)
    }

    /// Waits until a question is on the screen.
    pub(crate) async fn shows_question(&mut self, number: usize) -> Told<()> {
        self.person.until(ANSWERS[number].0).await.map(|_| ())
    }

    /// Sends from the check, and waits for the receipt.
    pub(crate) async fn send(&mut self) -> Told<()> {
        self.person.key("\t").await?;
        let begun = Instant::now();
        self.person.send("\r").await?;
        let screen = self.person.until("Your receipt number is").await?;
        let after = screen.split("Your receipt number is").nth(1).unwrap_or("");
        let number: String = after.split_whitespace().take(4).collect();
        self.log.sent = Some((begun.elapsed(), number));
        Ok(())
    }

    /// Presses "Finish" on the receipt, and waits for the end.
    pub(crate) async fn finish(self) -> Told<Log> {
        self.person.send("\x1b[C\r").await?;
        self.person.ended().await?;
        Ok(self.log)
    }

    /// The line drops.
    pub(crate) fn vanish(self) -> Log {
        self.person.vanish();
        self.log
    }

    /// Waits for a page, thinks, types, and notes how long the next page took.
    async fn turn(&mut self, page: &str, keys: &str) -> Told<()> {
        self.person.until(page).await?;
        let think = self.chance.pause(Duration::ZERO, self.think);
        tokio::time::sleep(think).await;
        self.types(keys).await
    }

    /// Types letter by letter; the last key turns the page.
    async fn types(&mut self, keys: &str) -> Told<()> {
        let most = self.think.min(Duration::from_secs(1)) / 5;
        let (letters, last) = keys.split_at(keys.len() - 1);
        for letter in letters.chars() {
            let answer = self.person.key(&letter.to_string()).await?;
            if letter.is_alphanumeric() {
                self.log.letters.push(answer);
            }
            let pause = self.chance.pause(most / 4, most);
            tokio::time::sleep(pause).await;
        }
        let turned = self.person.key(last).await?;
        self.log.turns.push(turned.waited);
        Ok(())
    }
}

/// The eight words in the order of their numbers.
fn words_on(screen: &str) -> Vec<String> {
    let pieces: Vec<&str> = screen.split_whitespace().collect();
    let after = |number: usize| {
        let number = number.to_string();
        let mut pairs = pieces.windows(2).filter(|pair| pair[0] == number);
        let pair = pairs.find(|pair| pair[1].chars().all(|letter| letter.is_ascii_lowercase()));
        pair.map(|pair| pair[1].to_owned())
    };
    (1..=8).filter_map(after).collect()
}

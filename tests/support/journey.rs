//! A person at the small questionnaire: the keys that take a whole response from the language to the
//! receipt, each sent only after the screen asked for it.

use super::pty::Terminal;

/// What a person answers at which question, in the order in which they are asked.
const ANSWERS: [(&str, &str); 7] = [
    ("Which department do you work in?", "1\r"),
    ("How many years have you worked here?", "12\r"),
    ("What may your lead see with your name?", "1\r"),
    ("Do you help with teaching?", "1\r"),
    ("How many hours a week?", "6.5\r"),
    ("Where would you like to be in three years?", "2\r"),
    ("Anything to add?", "hello\r"),
];

/// Goes from the first screen to the first question, and returns the eight words.
pub(crate) fn begin(terminal: &mut Terminal) -> String {
    choose_language(terminal);
    terminal.wait_for("Fill in the survey");
    terminal.send("\r");
    begin_here(terminal)
}

/// The same from the notice on.
pub(crate) fn begin_here(terminal: &mut Terminal) -> String {
    let words = words_shown(terminal);
    terminal.send("\r");
    words_asked_back(terminal, &words);
    words
}

/// At a shared terminal, from its start screen to the eight words.
pub(crate) fn to_the_words(terminal: &mut Terminal) -> String {
    terminal.wait_for("Fill in the survey");
    terminal.send("1");
    choose_language(terminal);
    words_shown(terminal)
}

/// From the notice to the eight words, which are on the screen then.
pub(crate) fn words_shown(terminal: &mut Terminal) -> String {
    terminal.wait_for("I have read this");
    terminal.send("\t\r");
    words_on(&terminal.wait_for("Write these eight words down"))
}

/// Types the two words that are asked back.
pub(crate) fn words_asked_back(terminal: &mut Terminal, words: &str) {
    let words: Vec<&str> = words.split(' ').collect();
    let screen = terminal.wait_for("Type these two words");
    for asked in screen.split("Word ").skip(1) {
        let (number, _) = asked.split_once(':').unwrap();
        let place: usize = number.parse().unwrap();
        terminal.send(&format!("{}\r", words[place - 1]));
    }
}

/// Takes the first language.
pub(crate) fn choose_language(terminal: &mut Terminal) {
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
}

/// The eight words in the order of their numbers.
pub(crate) fn words_on(screen: &str) -> String {
    let pieces: Vec<&str> = screen.split_whitespace().collect();
    let word_after = |number: usize| {
        let number = number.to_string();
        let mut pairs = pieces.windows(2).filter(|pair| pair[0] == number);
        pairs
            .find(|pair| pair[1].chars().all(|c| c.is_ascii_lowercase()))
            .unwrap()[1]
    };
    (1..=8).map(word_after).collect::<Vec<_>>().join(" ")
}

/// Answers questions `from` to `to` (from 0).
pub(crate) fn answer(terminal: &mut Terminal, from: usize, to: usize) {
    for (question, keys) in &ANSWERS[from..to] {
        terminal.wait_for(question);
        terminal.send(keys);
    }
}

/// Waits until so many questions are answered: for the next one, or the check.
pub(crate) fn arrive(terminal: &Terminal, answered: usize) {
    terminal.wait_for(question(answered));
}

/// What stands on the screen when so many questions are answered: the next one, the check, the receipt.
pub(crate) fn question(answered: usize) -> &'static str {
    let after = ["Check your answers", "Answers sent"];
    let asked = ANSWERS.iter().map(|(question, _)| *question).chain(after);
    asked.take(answered + 1).last().unwrap_or("Answers sent")
}

/// Types what answers the question that is on the screen, or sends from the check, and waits for nothing.
pub(crate) fn type_answer(terminal: &mut Terminal, answered: usize) {
    let keys = ANSWERS.get(answered).map_or("\t\r", |(_, keys)| *keys);
    terminal.send(keys);
}

/// Sends from the check page, and returns the receipt's screen.
pub(crate) fn send(terminal: &mut Terminal) -> String {
    terminal.wait_for("Check your answers");
    terminal.send("\t\r");
    terminal.wait_for("Answers sent")
}

/// From the first screen, comes back with the words.
pub(crate) fn come_back(terminal: &mut Terminal, words: &str) {
    choose_language(terminal);
    terminal.wait_for("Come back with my eight words");
    terminal.send("2\r");
    terminal.wait_for("Type your eight words");
    terminal.send(words);
    terminal.send("\r");
}

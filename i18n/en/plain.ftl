# The words of the plain line mode.

plain-language-name = English
plain-mode-on = Plain text mode: on, because { $reason }.
plain-which-language = Which language would you like?
plain-minutes = It takes about { $least } to { $most } minutes. You can stop at any time and come back with your eight words.
plain-sample-notice = SAMPLE NOTICE. Nobody has approved it yet.
plain-notice-read = 1. I have read this
plain-notice-leave = 2. Leave. Nothing is stored
plain-nothing-stored = Nothing was stored.
plain-resumed = Welcome back. You go on where you stopped.
plain-words-intro = These eight words are the key to your answers. Write them down. Nobody can give them to you again.
plain-words = Your eight words: { $words }
plain-place = This box is called { $place }. Note its name with your words.
plain-words-noted = Press Enter when you have written them down:
plain-commands = Type /help at any question to hear the commands.
plain-saved = Your answers are saved. To come back, give your eight words.
plain-not-saved = Your answers are not saved: { $reason }
plain-elsewhere = Continued elsewhere. These answers go on in another session, so this one stops.
plain-error = Error: { $problem }
plain-warning = Warning: { $warning }
plain-warning-keep = Press Enter to keep your answer, or type another.
plain-cleared = Your answer is taken away.
plain-no-why = There is no more to say about this question.
plain-no-command = There is no command { $typed }. Type /help to hear them

plain-question = Question { $number } of { $count }. { $section }.
plain-left = { $left ->
    [0] All answered.
    [one] 1 question left, about { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }.
   *[other] { $left } questions left, about { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }.
}
plain-optional = You can leave this one out.
plain-answer-now = Your answer so far: { $answer }
plain-or-unknown = Type /unknown if you do not know.
plain-or-private = Type /private if you prefer not to say.
plain-you-chose = You chose: { $answer }
plain-you-chose-keep = You chose: { $answer }. Press Enter to keep this, or type again.
plain-found = { $count ->
    [one] 1 match:
   *[other] { $shown } of { $count } matches:
}
plain-found-none = Nothing matches { $what }. Try part of another word.

plain-prompt-enter = Press Enter to go on:
plain-prompt-text = Type your answer, then Enter:
plain-prompt-lines = Type your answer. When you have finished, type a full stop on a line of its own:
plain-prompt-integer = Type a whole number, then Enter:
plain-prompt-integer-range = Type a whole number from { $min } to { $max }, then Enter:
plain-prompt-decimal = Type a number, then Enter:
plain-prompt-decimal-range = Type a number from { $min } to { $max }, then Enter:
plain-prompt-date = Type a date, for example 12 5 2027, then Enter:
plain-prompt-month = Type a month and a year, for example 5 2027, then Enter:
plain-prompt-number = Type a number from 1 to { $max }, then Enter:
plain-prompt-choice = Type a number from { $min } to { $max }, then Enter:
plain-prompt-numbers = Type the numbers of all that fit, for example 1 4 6, then Enter:
plain-prompt-rank = Type the numbers in your order, the first choice first, for example 3 1, then Enter:
plain-prompt-find = Type part of a name to search, or the number of a match, then Enter:
plain-prompt-find-some = Type part of a name to search, or the numbers of matches to add. Press Enter alone when you have finished:
plain-prompt-specify = Say what you mean by “{ $choice }”, then Enter:
plain-prompt-rows = { $rows ->
    [one] There is 1 row. Press Enter to answer it:
   *[other] There are { $rows } rows. Press Enter to go through them:
}
plain-prompt-entries = Type add, change, remove or none, then Enter:
plain-prompt-review = Type the number of an answer to change it, or /send to send your answers:

plain-row = Row { $number } of { $count }: { $row }
plain-group = { $rows ->
    [one] { $group }. 1 row.
   *[other] { $group }. { $rows } rows.
}
plain-group-is-closed = You have finished this group.
plain-group-rate = 1. Go through its rows
plain-group-leave = 2. Leave it open
plain-group-close = 3. Finish it as it is. What has no answer counts as 0
plain-group-finished = Have you finished this group? What has no answer then counts as 0.
plain-group-finished-yes = 1. Yes, I have finished it
plain-group-finished-no = 2. No, leave it open

plain-entries = { $count ->
    [0] You have added none.
    [one] You have added 1 entry:
   *[other] You have added { $count } entries:
}
plain-entries-add = Type add to add one.
plain-entries-change = Type change 1 to change the first, remove 1 to remove it.
plain-entries-move = Type move 2 to 1 to change their order, copy 1 to copy the first.
plain-entries-none = Type none when you have no more to add.
plain-entries-wish = Type add, change, remove or copy and a number, move and two numbers, or none
plain-entry-removed = The entry is removed.

plain-review = Check your answers before you send them.
plain-review-number = Type the number of an answer, or a command
plain-problems = { $count ->
    [one] There is a problem. 1 answer needs your attention:
   *[other] There is a problem. { $count } answers need your attention:
}
plain-problem = Answer { $number }: { $problem }
plain-not-sent = Your answers are not sent: { $reason } They are still here. Type /send to try again
plain-sent = Your answers were sent on { $day }. Your receipt is { $leaf }.
plain-sent-words = With your eight words you can see your answers again, change them or take them back.

plain-section = { $number }. { $section }: { $state }
plain-section-number = Type the number of a section in which something is asked
plain-status-not-started = not yet started
plain-status-in-progress = in progress, { $answered } of { $asked } answered
plain-status-completed = completed
plain-status-not-asked = not asked

plain-help = The commands:
plain-help-back = /back goes to the question before.
plain-help-skip = /skip goes to the next question, where this one may be left out.
plain-help-clear = /clear takes your answer away.
plain-help-missing = /unknown says that you do not know, /private that you prefer not to say, where a question offers it.
plain-help-why = /why says why a question is asked.
plain-help-find = /find and a word searches a long list.
plain-help-repeat = /repeat says the question again.
plain-help-sections = /sections lists the sections and how far you are.
plain-help-review = /review lets you check your answers and send them.
plain-help-words = /words shows your eight words.
plain-help-language = /language changes the language.
plain-help-save = /save saves your answers and leaves.
plain-help-slash = An answer that starts with a slash is typed with two.
plain-help-enter = Enter alone keeps the answer that is there, or leaves the question out where it may be.

plain-trial = TRIAL. Nothing is kept.
plain-trial-help = /why says why this question is asked, /why and a question's id why another one is or is not.
plain-trial-no-question = There is no question { $typed }.

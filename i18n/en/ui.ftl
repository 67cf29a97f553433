# The words of the screens. Plain English, short sentences, sentence case.

language-name = English
language-which = Which language would you like?

saved = Saved
not-saved = NOT SAVED
sample-notice = SAMPLE NOTICE
still-saving = Saving. Keys typed now are kept.
optional = You can leave this blank.
or = or
error = Error: { $what }
warning = Check this: { $what } Press Enter again to keep it.
say-what = Say what:

window-too-small = Make this window larger: { $columns } columns and { $rows } lines or more. Your answers are kept.

more-below = { $below ->
    [one] 1 more line below
   *[other] { $below } more lines below
}
more-above = { $above ->
    [one] 1 line above
   *[other] { $above } lines above
}
more-both = { $above } above, { $below } below
more-below-short = { $below } below
more-above-short = { $above } above
more-below-least = v { $below }
more-above-least = ^ { $above }

# Buttons
button-continue = Continue
button-back = Back
button-read = I have read this
button-send = Send my answers
button-leave = Save and leave
button-retry = Try again
button-finish = Finish
button-words = Show my eight words
button-rest = Answer the rest for me
button-quit = Quit
button-anew = Start a new response

# Keys
key-choose = choose
key-rate = answer
key-place = give that place
key-yes-no = yes or no
key-move = move
key-row = row
key-line = line
key-results = go to results
key-column = column
key-change-remove = change or remove
key-sideways = move sideways
key-toggle = tick
key-leave-text = leave the text
key-new-line = new line
key-open = open
key-pick = choose
key-press = press
key-continue = continue
key-next-part = next part
key-previous-part = previous part
key-more = read on
key-pages = page, first, last
key-clear = clear
key-remove = remove
key-editing = edit: erase, word back, word on
key-back = back
key-help = help
key-sections = sections
key-language = language
key-words = eight words
key-rest = answer the rest
key-check = check answers
key-undo = undo
key-leave = leave
key-redraw = draw the screen again

# Start
start-fill = Fill in the survey
start-come-back = Come back with my eight words
start-summary = Department summaries
start-look-round = Look round with made-up answers
start-about = About this survey and this program
start-minutes = It takes { $least } to { $most } minutes. You can stop at any time and come back with eight words.
start-nothing-sent = Nothing is sent until you choose "Send my answers" at the end.
start-demo = This is a demonstration: all other answers in it are made up. For a two-minute taste, fill in a question or two, then press F7 and the rest is answered for you. Then open the summaries: they point at your own answers.
start-bare = This machine is not set up to take answers yet: it has no keys, or no box. You can look round with made-up answers. Whoever keeps this machine sets it up with `tallybox init`, `tallybox keys new` and `tallybox box init`.
start-desk = This computer reads answers that were merged into it; it takes none itself.
start-box = This box is called "{ $name }".
start-opens = The survey opens on { $day }.
start-closed = The survey closed on { $day }.

# About
about-title = About this program
about-what = Tallybox asks a survey in a terminal. There is no web site and no account.
about-sealed = Your answers are sealed before they are stored. This machine has no key to open them. Only the people named with each question can.
about-words = You get eight words. They are the key to your own answers. With them you can stop, come back, change your answers or take them back.
about-box = This box is called "{ $name }". Your eight words work here, and on every terminal of this box.
about-keys = Arrows, Tab, Enter and Space are enough for everything. The last line always shows which keys work. F1 shows all of them.
about-contact = Questions? { $who }

# Notice
notice-title = How your answers are used
notice-sample = SAMPLE NOTICE: nobody has approved this text yet. Do not answer with real details.
notice-none = There is no notice yet.
notice-leaving = If you go back now, nothing is stored.

# The eight words
words-title = Your eight words
words-write-down = Write these eight words down, in this order.
words-digits = The same as digits: { $digits }
words-box = They belong to the box called "{ $name }".
words-why = With them you can stop and come back, and change your answers later. Nobody can look them up for you.
words-again = F6 shows them again while you are filling in the survey.

# Filling in
undo-done = The last change was taken back.
undo-nothing = There is nothing to take back.
rest-done = The rest was answered for you with made-up answers.
save-failed-stay = Your answers could not be saved, so you have not left. They are still here. Try again.
welcome-back = Welcome back. Your answers are as you left them.

choose-full = { $max ->
    [one] You can choose 1. Take it away first to choose another.
   *[other] You can choose { $max }. Take one away first to choose another.
}
example-date = Day, month and year, for example 27 3 2027
example-month = Month and year, for example 3 2027
example-integer = A whole number
example-decimal = A number, for example 0.5
text-left = { $count ->
    [one] 1 character left
   *[other] { $count } characters left
}
text-over = { $count ->
    [one] 1 character too many
   *[other] { $count } characters too many
}
row-number = Enter a number for "{ $row }", or leave it empty
row-whole-number = Enter a whole number for "{ $row }", or leave it empty
total-left = Total { $sum } of { $total }. { $left } left to share out.
total-done = Total { $sum } of { $total }. That is all of it.
total-over = Total { $sum } of { $total }. Take { $left } away.
grid-close = I have finished "{ $group }"
grid-nothing-yet = Press Right or a digit to answer this row.
search-label = Search:
search-all = Type part of a name. There are { $all } to choose from.
search-none = Nothing matches. Try fewer letters, or another word.
search-spelling = No exact match. { $count ->
    [one] 1 close spelling:
   *[other] { $count } close spellings:
}
search-found = { $count ->
    [one] 1 of { $all } matches
   *[other] { $count } of { $all } match
}
search-chosen = You chose: { $what }
cards-count = { $count ->
    [0] You have added none yet.
    [one] You have added 1.
   *[other] You have added { $count }.
}
cards-add = Add another
cards-add-first = Add the first one
cards-none = I have none to add
cards-change = Change
cards-remove = Remove
cards-removed = "{ $name }" was removed. Ctrl+Z puts it back.
cards-entry = Entry { $number }

# Who reads an answer
readers-you = Read by: only you, with your eight words.
readers-always = Read by: you, { $who }.
readers-allowed = Read by: you. If you allow it, also { $who }.
readers-also = If you allow it, also { $who }.
reader-department = the head of your department
reader-institution = the survey office
reader-statistics = the statistics office

# Section list
sections-title = Your survey
sections-done = { $done } of { $all } sections completed. You can do them in any order.
sections-check = Check your answers and send
status-not-started = Not yet started
status-in-progress = In progress, { $answered } of { $asked } answered
status-completed = Completed
status-not-asked = Not asked, given your other answers
section-not-asked = Nothing in this section is asked, given your other answers.

# Check your answers
check-title = Check your answers
check-ready = Press Enter on a line to change that answer. Tab goes to "Send my answers".
check-problems = There is a problem: { $count ->
    [one] 1 answer needs your attention
   *[other] { $count } answers need your attention
}

# Receipt
receipt-title = Answers sent
receipt-sent = Your answers were sealed and sent on { $day }.
receipt-number = Your receipt number is
receipt-what = It shows that your answers are in the published record. It does not show what you answered.
receipt-change = With your eight words you can see your answers again, change them or take them back. This is the last time they are shown here.

# Leaving
leave-title = Leaving
leave-what = What would you like to do with your answers?
leave-keep = Keep them sealed, and leave. I will come back with my eight words
leave-words = Show my eight words first
leave-go-on = Go on with the survey
leave-discard = Throw them away, and leave
discard-title = Throw your answers away?
discard-what = Nothing can bring them back, and nobody else has seen them.
discard-no = No, go back
discard-yes = Yes, throw them away

# Coming back
come-back-title = Come back with your eight words
come-back-type = Type your eight words.
come-back-how = Four letters of each word are enough. Small or capital letters, in any layout. The 27 digits work too.
come-back-digits = { $count } of 27 digits
come-back-lost = I have lost my words
code-count = { $count ->
    [0] There are 27 digits in a code. Check the ones you typed
    [one] You typed 1 word. There are eight
   *[other] You typed { $count } words. There are eight
}
code-unknown = Word { $place }, "{ $typed }", is not one of ours. Check how it is spelt
code-unknown-near = Word { $place }, "{ $typed }", is not one of ours. Did you mean { $near }?
code-check = These words do not fit together. One of them is a slip, or two have changed places. Check them against your note
code-not-here = The words are sound, but "{ $name }" does not hold answers for them. You noted the name of the right box with your words: come back there
code-not-here-others = The words are sound, but "{ $name }" does not hold answers for them. You noted the name of the right box with your words. Other boxes: { $others }
draft-unreadable = Your draft was begun with another version of the survey and cannot be shown here. It is still stored
store-unreadable = The box cannot be read just now. Your answers are still in it. Tell the person who looks after this terminal

# Lost words
lost-title = I have lost my words
lost-draft = What is lost: answers that you did not send. They are sealed with your words. Nobody can open them.
lost-sent = What stays: answers that you sent. The people named with each question can still read them.
lost-nobody = Nobody can look the words up, because they are stored nowhere.
lost-anew = You can start a new response. It says that it replaces an earlier one. The university's survey office then sets the earlier one aside.

# Continued elsewhere
elsewhere-title = Continued at another terminal
elsewhere-what = Your eight words were given at another terminal. The survey goes on there, and has stopped here.
elsewhere-nothing-lost = Everything that was saved is there.

# Not sent
unsent-title = Your answers were not sent
unsent-full = Error: the box is full, so your answers could not be stored.
unsent-store = Error: the box cannot be written to, so your answers could not be stored.
unsent-keys = Error: a key is missing, so your answers could not be sealed for everybody who should read them.
unsent-here = Your answers are still here, on this screen. Nothing is lost. You can try again.
unsent-ask = If it goes on, tell the person who looks after this terminal.

# Help
help-title = Help
help-keys = Keys that work here
help-no-why = There is no further explanation of this question.

# The journey
progress-left = { $left ->
    [0] All answered
    [one] 1 question left, about { $minutes } min
   *[other] { $left } questions left, about { $minutes } min
}
progress-left-mid = { $left ->
    [0] All answered
    [one] 1 question left, { $minutes } min
   *[other] { $left } questions left, { $minutes } min
}
progress-left-short = { $left ->
    [0] All answered
   *[other] { $left } left, { $minutes } min
}
key-redo = do it again
key-copy = copy
cards-copy = Copy
cards-moved = It is number { $place } now.
cards-copied = "{ $name }" was copied. Change what is different.
redo-done = The change was made again.
redo-nothing = There is nothing to do again.
button-enough = Send what I have
button-one-sitting = I will finish in one sitting
ask-back-title = Have you written them down?
ask-back-what = Type these two words from your note. This is asked once.
ask-back-word = Word { $place }:
ask-back-how = Four letters are enough. F6 shows the eight words again. If you finish today without a break, choose "I will finish in one sitting".
ask-back-wrong = Error: that is not word { $place }. Look at your note, or press F6 to see the words
ask-back-right = That is right. Keep your note.
small-title = Your department is small
small-what = Your department has fewer than { $minimum } people.
small-figures = Published figures never show it alone. They count it together with the unit that it belongs to.
small-lead = Where a question says that the head of your department reads the answer, they may guess who gave it. Each question says who reads it.
small-blank = You may leave blank what you would rather not say, wherever a question lets you.
check-preview = See what each reader will get, word for word
check-enough = { $count ->
    [one] Send only what I have so far. 1 question will read "not reached"
   *[other] Send only what I have so far. { $count } questions will read "not reached"
}
check-stopped = { $count ->
    [one] You are sending what you have. 1 question that you have not come to will read "not reached".
   *[other] You are sending what you have. { $count } questions that you have not come to will read "not reached".
}
check-go-on = Go on answering instead
preview-title = Who will read what
preview-what = This is what each reader will get, word for word. Nothing was sent yet.
preview-reader = For { $who }:
preview-nothing = Nothing.
preview-withheld = Held back: you did not allow it.
preview-nothing-else = Besides this each reader gets the month, and the statistics office the language that you answered in. This program adds no name and no time of day. What you wrote yourself is passed on as you wrote it.
leave-check = Check my answers and send them
pane-sections = Sections
pane-not-started = not started
pane-in-progress = { $answered } of { $asked }
pane-completed = completed
pane-not-asked = not asked
pane-keys = F2 goes to any section. F6 shows your eight words. F9 checks your answers.

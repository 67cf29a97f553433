# A new wave: last year's answers shown again, and what connects the waves.

last-year-title = Start from your earlier answers
last-year-what = Did you send answers before ({ $waves })? If you still have the eight words you were given then, type them here. Your answers from then are shown to you one by one. None of them counts until you press Enter on it.
last-year-how = The words you were given today stay yours for today's answers. Without the old words, press Enter twice: you start with nothing filled in.
last-year-unnamed = an earlier run
last-year-here = Your answer last time: press Enter to keep it, or change it.
last-year-found = { $count ->
    [one] 1 earlier answer was found, for you to keep or change.
   *[other] { $count } earlier answers were found, for you to keep or change one by one.
}
last-year-none = The words are sound, but the answers from then cannot be opened on this box, or none of them fits today's questions. Start with nothing filled in.
last-year-this = These words belong to answers of this time, not to earlier ones. "Come back with my eight words" on the first page goes on with them.
last-year-unknown = The words are sound, but this box does not hold earlier answers for them.
last-year-elsewhere = The words are sound, but this box does not hold earlier answers for them. Other boxes: { $others }.
last-year-entries = Last time's entries are kept now. You can still change or remove each.
last-year-plain-words = Type the eight words you were given then, or press Enter to go on without:
plain-last-year = Your answer last time: { $answer }. Press Enter to keep it, or give another.
link-title = Connect with your earlier answers
link-what = You chose to connect your answers by your eight words. If you took part before, type the eight words you were given then. If not, go on: later answers can be connected with today's words.
link-again = Your answers are connected by your eight words. To keep them connected with earlier ones, type your earlier words once more.
link-how = Only the statistics office sees that two sets of answers are connected, and not whose they are.
preview-link = The statistics office also gets a mark that connects these answers with your earlier or later ones, since you chose that. It does not say who you are.
link-done = Your answers will be connected with your earlier ones.
button-without = Go on without
button-keep = Keep
button-start-from = Start this time's answers from these
check-last-year = { $count ->
    [one] 1 answer is still from last time and not confirmed. It is not sent unless you press Enter on it.
   *[other] { $count } answers are still from last time and not confirmed. They are not sent unless you press Enter on each.
}
form-last-year = Keep last time's answer with Enter, or change it.
check-last-year-look = Look at the first of them
check-unconfirmed = Not confirmed yet. Last time: { $answer }
own-earlier = They were sent in an earlier run of this survey ({ $wave }) and can be read, taken back, or used to start from.
unsent-not-open = The survey does not take answers today: it has not opened, or it has closed.
fill-not-open = The survey does not take answers today, so nothing was stored.
fill-opens = this survey opens on { $day }
fill-opens-next = come back on that day or later; nothing was begun
fill-closed = this survey closed on { $day }
fill-closed-next = what you sent before can be read, and taken back, with your eight words: `tallybox me`
fill-sent-unshown = Your answers were sent and are stored as the response { $response }. The eight words under which they can be read and taken back could not be shown ({ $why }), and nothing can show them again. Do not send them a second time: an institution can set this response aside with `tallybox response annul`.
fill-elsewhere = These answers were taken up at another terminal, or taken back. This session stops here.
fill-not-ready = Nobody can fill in this survey here at the moment. Please tell whoever looks after it:

# The development record
diary-title = Your development record
diary-what = Note what you do to learn, over the year: a course, watching a colleague, trying something new. Only your eight words open it; nobody else sees it.
diary-count = { $count ->
    [0] Nothing noted yet.
    [one] 1 entry, { $hours } hours.
   *[other] { $count } entries, { $hours } hours.
}
diary-add = Add an entry
diary-put-back = Put back what was taken out
diary-kept = Kept.
diary-failed = It could not be kept just now. What you typed is still here: try again, or tell the person who looks after this terminal.
diary-entry-title = An entry of your development record
diary-day = When?
diary-day-hint = A day, for example 21/11/2026.
diary-did = What did you do?
diary-did-hint = For example: one-day course on fume cupboard testing.
diary-about = What was it for?
diary-about-hint = A skill or a wish. You can leave this empty.
diary-hours = How many hours did it take?
diary-hours-hint = A number, for example 2 or 1.5. You can leave this empty.
diary-learnt = What can you do now?
diary-learnt-hint = You can leave this empty.
diary-did-missing = Say what you did.
diary-hours-wrong = Type a number of hours up to 168, for example 1.5, or leave it empty.
diary-too-long = Use { $most } characters at most.
diary-full = The record is full: take something out first.
button-diary = My development record
own-diary = Your development record: { $count ->
    [one] 1 entry, { $hours } hours
   *[other] { $count } entries, { $hours } hours
}
diary-plain-choose = Type add, change 1, remove 1, or press Enter to go back:
diary-plain-now = { $label } Now: { $now }. Press Enter to keep it.
own-plain-all = Type change, record, withdraw, words or quit, then press Enter:
own-plain-all-closed = Type record, withdraw, words or quit, then press Enter:
own-plain-all-earlier = Type start, record, withdraw, words or quit, then press Enter:

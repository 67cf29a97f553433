# The words of `cli`'s filling in line by line, and of the store's refusals as a person meets them.

fill-begin = To begin, press Enter. To go on with answers that you saved, type your eight words, then press Enter:
fill-count = { $count ->
    [one] You typed 1 word. A code has eight words, or 27 digits.
   *[other] You typed { $count } words. A code has eight words, or 27 digits.
}
fill-unknown-word = Word { $place }, "{ $typed }", is not one of our words. { $near ->
    [none] Check its spelling.
   *[other] Did you mean: { $near }?
}
fill-check = All eight words are ours, but one of them is a typing mistake. Check each word against your note.
fill-not-here = These words are well formed, but this box does not know them. { $others ->
    [none] If you began on another terminal, go on there: its name stands beside your words, where you noted them.
   *[other] If you began on another terminal, go on there: its name stands beside your words, where you noted them. Other boxes: { $others }.
}

fill-unreadable = What is saved under these words cannot be opened. Please start again, or ask whoever runs this survey.
fill-full = The disk of this machine is full, so nothing was stored. Your answers are still here: tell whoever runs this survey, then try again.
fill-store = This machine could not store it. Your answers are still here: try again, or tell whoever runs this survey.
fill-seal = Your answers could not be sealed for everyone who should be able to read them, so nothing was stored. Tell whoever runs this survey; your answers are still here.
fill-dumb = TERM is { $term }
fill-no-terminal = there is no terminal

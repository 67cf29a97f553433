# The words of `form`: what is wrong with an answer and what to do, and answers in words.

form-yes = Yes
form-no = No
form-acknowledged = I have read this
form-missing-blank = Not provided
form-missing-dont-know = I do not know
form-missing-prefer-not = I prefer not to say
form-entries-none = None
form-group-closed = { $group }: finished

form-month-1 = January
form-month-2 = February
form-month-3 = March
form-month-4 = April
form-month-5 = May
form-month-6 = June
form-month-7 = July
form-month-8 = August
form-month-9 = September
form-month-10 = October
form-month-11 = November
form-month-12 = December

form-text = Enter an answer
form-text-too-long = { $over ->
    [one] Shorten your answer by 1 character. It can have { $max }
   *[other] Shorten your answer by { $over } characters. It can have { $max }
}
form-text-pattern = Enter the answer in the form that the question shows

form-integer = Enter a whole number
form-integer-min = Enter a whole number that is { $min } or more
form-integer-max = Enter a whole number that is { $max } or less
form-integer-range = Enter a whole number from { $min } to { $max }
form-decimal = Enter a number
form-decimal-min = Enter a number that is { $min } or more
form-decimal-max = Enter a number that is { $max } or less
form-decimal-range = Enter a number from { $min } to { $max }
form-decimal-digits = { $digits ->
    [0] Enter a number with nothing after the point
    [one] Enter a number with no more than 1 digit after the point
   *[other] Enter a number with no more than { $digits } digits after the point
}

form-date = Enter a date, for example 12 5 2027
form-month = Enter a month and a year, for example 5 2027

form-yes-no = Select yes or no
form-acknowledge = Select “I have read this”
form-select-one = Select one of the answers
form-select-some = Select at least one of the answers
form-select-min = Select at least { $min } of the answers
form-select-max = { $max ->
    [one] Select no more than 1 answer
   *[other] Select no more than { $max } answers
}
form-select-exclusive = Select “{ $choice }” on its own, or the others without it
form-not-offered = Select one of the answers that are shown
form-specify = Say what you mean by “{ $choice }”
form-scale = Select a point from { $min } to { $max }
form-rank = Put at least one of the answers in order
form-rank-max = { $max ->
    [one] Put no more than 1 answer in order
   *[other] Put no more than { $max } answers in order
}

form-row = Answer “{ $row }”
form-rows-all = Answer every row
form-rows-min = { $min ->
    [one] Answer at least 1 row
   *[other] Answer at least { $min } rows
}
form-rows-more = Answer at least { $min } rows. So far you have answered { $done }
form-allocation = Enter numbers that add up to { $total }
form-allocation-under = Add { $off } more. Your numbers make { $sum }, and should make { $total }
form-allocation-over = Take { $off } away. Your numbers make { $sum }, and should make { $total }
form-share = Enter a whole number from 0 to { $total }
form-share-step = Enter a number from 0 to { $total } in steps of { $step }

form-entry = Entry { $number } of { $count }
form-entry-named = Entry { $number } of { $count }, { $name }
form-entries = Add an entry, or say that you have none
form-entries-min = { $min ->
    [one] Add at least 1 entry
   *[other] Add at least { $min } entries
}
form-entries-in-all = There is no room for more: { $max } entries in all.
form-entries-max = { $max ->
    [one] You can add 1 entry only
   *[other] You can add up to { $max } entries
}

form-constraint = Check this answer. It does not fit your other answers
form-warning = Check this answer. You can keep it if it is right

form-missing-not-offered = This question needs an answer of its own
form-pipe-nothing = (no answer)
form-wrong-type = Enter an answer that fits the question
form-no-such-question = This question is not in the survey
form-no-such-row = This row is not shown
form-by-row = Answer this question row by row
form-by-entry = Answer this question entry by entry
form-computed = This is worked out from your other answers

form-fill-at = { $question }: { $problem }
form-fill-unknown = { $question }: there is no question with this id
form-fill-unreadable = { $question }: { $error }
form-fill-not-asked = { $question }: this question is not asked, given the other answers
form-fill-computed = { $question }: this is worked out and cannot be given
form-fill-cell = { $problem }
form-fill-no-key = this row has no key: every person needs one
form-fill-same-key = another row has the same key: each person has one row

form-explain-everyone = Asked of everyone.
form-explain-asked = Asked, since { $condition }.
form-explain-not-asked = Not asked, since { $condition }.
form-explain-unknown = Not asked, since it is not known yet whether { $condition }.
form-explain-no-offer = Not asked, since nothing is left to choose from.
form-explain-computed = Worked out, never asked.
form-explain-itself-not = not asked
form-explain-now = { $question } is now: { $answer }

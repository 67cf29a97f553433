# The lead's desk: the pages beside the views.

lead-university-title = The university's figures
lead-university-about = What the statistics office published about the whole university, as it came in the pack. It is the statistical door: protected, rounded or withheld by its profile, and signed by the institution. Its figures are never in one table with the department's exact ones, and a difference between the two means nothing. It counts everyone who was asked, in every department.
lead-university-what = The statistical door: figures that the university gave out for everyone, signed by the institution on { $day }. They are protected; the department's exact figures are on the other pages, and the two are never put into one table. Enter opens a question.
lead-released = The university's figures: { $view }
lead-released-of = The university's figures: { $view }, { $department }
lead-released-file = The university's figures, not shown: { $file }
lead-released-about = A page that the statistics office gave out, as it came in the pack. It is the statistical door: protected, rounded or withheld by its profile, and signed by the institution. None of its figures stands in a table of exact ones.
lead-released-head = Statistical door: protected, profile { $profile }. Base: { $base }. Worked out on { $made }, signed on { $day }.
lead-released-apart = The statistics office gave these figures out. Your department's exact figures are on other pages; a difference between the two means nothing.
lead-university-none = No figures of the university came with what you opened. They come in a pack: ask the institution for one.
lead-university-questions = What was given out, with how many were asked
lead-university-question = Question
lead-university-department = Department
lead-university-everyone = University
lead-university-answer = Answer
lead-university-base = { $count } asked
lead-university-head = Statistical door: protected, profile { $profile }. Base: { $base }. Signed { $day }.
lead-university-beside = The exact figures above are of { $department } alone; nothing of this box is in them.
lead-university-key = u: all of it
lead-key-university = the university's figures

lead-told-aside-damaged = { $count ->
    [one] { $count } record was altered or cut off on its way and was not taken: ask the keeper of the box to send it again.
   *[other] { $count } records were altered or cut off on their way and were not taken: ask the keeper of the box to send them again.
}
lead-told-aside-survey = { $count ->
    [one] { $count } record is of a survey that is not known here and was not taken.
   *[other] { $count } records are of a survey that is not known here and were not taken.
}
lead-told-aside-epoch = { $count ->
    [one] { $count } record is sealed under keys later than those known here and was not taken: ask the institution for a newer pack.
   *[other] { $count } records are sealed under keys later than those known here and were not taken: ask the institution for a newer pack.
}
lead-told-not-believed = { $count ->
    [one] { $count } record says that the institution signed it, and it did not: it has no effect. Tell the institution's key holders.
   *[other] { $count } records say that the institution signed them, and it did not: they have no effect. Tell the institution's key holders.
}
lead-told-documents = { $count ->
    [one] { $count } questionnaire or key set was changed on its way and was not taken.
   *[other] { $count } questionnaires or key sets were changed on their way and were not taken.
}
lead-told-forked = { $count ->
    [one] A second key set of an epoch that is here already came, and was not taken. Ask the institution which of the two holds.
   *[other] { $count } second key sets of epochs that are here already came, and were not taken. Ask the institution which hold.
}
lead-told-made-up = { $count ->
    [one] { $count } response is made up: `survey simulate` sent it, and nobody gave it.
   *[other] { $count } responses are made up: `survey simulate` sent them, and nobody gave them.
}
lead-told-without-parts = { $count ->
    [one] { $count } record came without answers, and nothing here says why: a later bundle of this box may.
   *[other] { $count } records came without answers, and nothing here says why: a later bundle of this box may.
}
lead-part-not-for-these = it is sealed to others
lead-part-altered = it was altered or cut off; ask the keeper of the box to send it again
lead-part-disagrees = what it holds is not what its signed header says; tell the institution's key holders
lead-part-no-questionnaire = the questionnaire that it answers did not come along; ask for a later bundle

lead-key-next-found = next that was found
lead-key-found-before = found before
lead-key-filter = filter
lead-key-find-keep = keep
lead-key-find-clear = stop looking
lead-key-may-show = may be shown
lead-key-keep-back = keep it back
lead-key-text-after = next text
lead-key-text-before = text before
lead-key-text-unread = next unread
lead-key-earlier = earlier wave
lead-find-line = ({ $number } of { $count }; n next, N before) Find: { $words }
lead-filter-column = Only lines where { $column } is: { $value }
lead-values-intro = Which lines? Those that in the column { $column } have:
lead-values-all = All lines
lead-values-words = Lines with words that I type
lead-values-empty = (nothing)
lead-values-line = { $value } ({ $count })

lead-earlier-title = An earlier wave beside this one
lead-earlier-where = An earlier wave stands beside this one in the comparison and in the Technician Commitment's evidence. Open one of these views, then press w.
lead-earlier-intro = Which wave? Up and Down move, Enter chooses.
lead-earlier-none-found = No release of an earlier wave was found beside the program, in Downloads or on a drive. Press a and give the path of one: the file that was written as JSON at the statistical door then.
lead-earlier-path = Where is the earlier wave's release? Drag it onto this window, or type or paste its path.
lead-earlier-none = none of these
lead-earlier-none-what = This wave alone, or the one that the home keeps.
lead-earlier-chosen = (beside this wave now)

lead-texts-title = What people wrote
lead-texts-about = One person reads free text here before anybody else sees it. Press y if it may be shown at this door. Press n to keep it back, if it would give a person away or is about somebody. Your decisions are kept at once, sealed, and you can change them. The order of texts says nothing about people, and they have no day. No figure counts them.
lead-texts-left = { $left } of { $all } unread
lead-texts-operational = Operational door: for those whom the respondents were told of. Do not pass on.
lead-texts-statistical = Statistical door. Never by department.
lead-texts-none = Nobody wrote a text that this key opens.
lead-texts-place = Text { $number } of { $all }: { $state }
lead-texts-unread = not decided yet
lead-texts-shown = may be shown
lead-texts-kept-back = kept back


# The words of `report` and of the lead's screens.

report-yes = Yes
report-no = No
report-no-department = No department given
report-nobody = Nobody has answered yet.

report-door-operational = Operational door: for those whom the respondents were told of. Do not pass it on.
report-door-statistical = Statistical door: protected figures.
report-base = The base is everyone who was asked the question.
report-profile-none = Profile none: every figure is exact.
report-profile-hesa = Profile hesa: every figure is rounded to the nearest 5; departments with fewer than { $minimum } responses are added to their faculty.
report-profile-minimum-n = Profile minimum-n: figures are exact, none is about fewer than { $minimum } people; smaller departments are added to their faculty.
report-profile-suppress = Profile suppress: small figures are withheld.

report-asked = { $count ->
    [one] { $count } person was asked
   *[other] { $count } people were asked
}
report-asked-withheld = number of people withheld
report-holds = The small departments together: { $departments }
report-no-answer = No answer

report-missing-not-in-version = not in their version
report-missing-not-relevant = not asked
report-missing-not-reached = not reached
report-missing-blank = left blank
report-missing-dont-know = do not know
report-missing-prefer-not = prefer not to say
report-missing-withheld = not shared
report-missing-unreadable = cannot be read

report-reason-rounded-percentage = withheld: a percentage of fewer than 23 people
report-reason-small-base = withheld: too few people answered
report-reason-complementary = withheld: it would give another withheld figure away
report-reason-dominance = withheld: one or two people make up nearly all of it
report-reason-class = withheld: everyone in a small group gave the same answer
report-reason-earlier-release = withheld: it could be worked out with an earlier release
report-reason-rolled-up = withheld: too few responses to show on their own
report-reason-suppressed = withheld: small, or it would give a small figure away
report-reason-special-category = withheld: an equality question is not shown for fewer than 50 people
report-everyone = Everyone in the groups that are shown
report-holds-groups = These groups: { $departments }
report-together = The small groups together
report-not-given = Not answered
report-by = By: { $question }

lead-demo = Demo: made-up answers
lead-waiting-title = One moment
lead-failed-title = That did not work
lead-help-title = The keys that work here
lead-help-end = Press any key to go back.

lead-who-title = Who are you?
lead-who-intro = In this demo you may be any of these people. Each of them opens only what their key opens.

lead-boxes-title = Boxes
lead-boxes-intro = Choose the boxes and bundles to merge. A new one is enrolled first: you compare four words and a number.
lead-boxes-none = No box or bundle was found. Press a to add one by its path.
lead-box-enrolled = enrolled
lead-box-new = new, not enrolled
lead-compare-title = Is this { $box }?
lead-compare-intro = Ask the keeper of the box for the words on its own screen. Do not take them from the message that brought the file.
lead-compare-question = Are they the same? Press y for yes, n for no.
lead-path-intro = Where is the box or bundle? Type or paste its path.
lead-path = Path
lead-merged-title = Merged
lead-merged-nothing-set-aside = Nothing was set aside.
lead-merged-set-aside = Set aside, and why:
lead-merging = Merging the boxes. This can take a minute.
lead-enrolling = Enrolling the box.
lead-looking = Looking at the file.
lead-opening = Opening the responses. This can take a minute.

lead-identity-title = Your key
lead-identity-intro = Choose your key file and type its passphrase. What is opened stays in memory; nothing is written to the disk.
lead-identity-file = Key file
lead-identity-passphrase = Passphrase
lead-identity-lost = Forgotten the passphrase? Nobody can read it out of the file. Ask the institution for a new key; the institution can still open the responses.

lead-question-of = Question { $number } of { $all }
lead-about-operational = Operational door: do not pass on. Profile: { $profile }. Base: all who were asked.
lead-about-statistical = Statistical door: protected. Profile: { $profile }. Base: all who were asked.
lead-own = your own answer is one of these
lead-left-out = { $count ->
    [one] { $count } answer that nobody gave is left out
   *[other] { $count } answers that nobody gave are left out
}
lead-more = (more below: PgDn)
lead-find = Find
lead-find-none = No question has these words.

lead-key-help = help
lead-key-back = back
lead-key-leave = leave
lead-key-up = line above
lead-key-down = line below
lead-key-open = open
lead-key-choose = choose
lead-key-enrol = enrol
lead-key-merge = merge
lead-key-add = add a path
lead-key-identity = your key
lead-key-same = the same
lead-key-not-same = not the same
lead-key-add-this = add
lead-key-continue = continue
lead-key-department = department
lead-key-next-department = next department
lead-key-question = question
lead-key-previous-question = question before
lead-key-find = find
lead-key-page-down = further down
lead-key-page-up = further up
lead-key-first = first question
lead-key-last = last question
lead-key-show = show
lead-who-head = Head of { $department }
lead-who-head-sees = Opens the answers of this department alone: exact figures, and what each person chose to share.
lead-who-statistics = The statistics office
lead-who-statistics-sees = Opens every department's statistical part: rounded figures, small departments added to their faculty.

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
report-profile-minimum-n = Profile minimum-n: figures are exact, and none is about fewer than { $minimum } people; smaller departments are added to their faculty.
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
report-reason-class = withheld: too few people were asked
report-reason-earlier-release = withheld: it could be worked out with an earlier release
report-reason-rolled-up = withheld: too few responses to show on their own
report-reason-suppressed = withheld: small, or it would give a small figure away
report-reason-special-category = withheld: an equality question is not shown for fewer than 50 people
report-reason-pinned = withheld: beside the figures around it, it would tell an exact number
report-everyone = Everyone in the groups that are shown
report-holds-groups = These groups: { $departments }
report-together = The small groups together
report-not-given = Not answered
report-by = By: { $question }

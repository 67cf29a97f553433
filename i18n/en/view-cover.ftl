# The words of views: what all of them say, then cover, risk, register, horizon, demand and the department sheet.

view-silence-too-few = { $heard } of { $staff } people on the staff list were heard, fewer than 80 in 100. So nothing here says "single" or "uncovered": what nobody reported may still be there.
view-silence-crowded = More responses came than there are people on the staff list, so nobody can tell who was heard. So nothing here says "single" or "uncovered": what nobody reported may still be there. Find out first who answered twice or who is missing from the list.
view-silence-no-headcount = The number of people on the staff list is not given, so nobody can tell how many did not answer. So nothing here says "single" or "uncovered": what nobody reported may still be there. Give the number under "What the department needs" to change that.
view-not-asked = This survey does not ask what this view needs ({ $questions }).

view-cover-no-needs = Nobody has written what this department needs, and nobody named a skill that matters most to their post. So there is nothing to show here yet.
view-cover-starter = What is needed is a starter drawn from the survey: the skills that people named as the ones that matter most to their posts, with as many people as hold them now, and one where nobody does. Go over it, or write your own, before you act on these figures.
view-cover-drawn-some = { $drawn ->
    [one] One of these needs was drawn from the survey: as many people as hold the skill now, and one where nobody does. Its line says so. Say how many are needed before you act on its figures.
   *[other] { $drawn } of these needs were drawn from the survey: as many people as hold the skill now, and one where nobody does. Their lines say so. Say how many are needed before you act on their figures.
}
view-cover-drawn = This need was drawn from the survey, and nobody has gone over it, so it is not sent upwards. It becomes your own word once you have changed how many people are needed now and in three years, or have taken its line starter out of the file.
view-cover-recency-not-asked = This survey does not ask when a skill was last used. So everybody at the level counts as a holder, however long ago.
view-cover-wishes-not-asked = This survey does not ask what people want to learn. So nobody counts as being on the way.
view-cover-contract-ends-not-asked = This survey does not ask when contracts end. So the base rate counts for everybody.
view-cover-cover-counts = Holders rate themselves at the level or above and used the skill within 24 months. Trainers are holders at level 4. People at level 1 or 2 who want to develop the skill are on the way. People at the level who used it longer ago, or did not say when, are counted as not using it lately: a refresher may do for them. A skill that somebody did not rate is missing, not 0. These are self-ratings.
view-cover-risk-counts = Risk is impact times exposure, 1 to 25. Impact is how much the department depends on the skill. Exposure is 5 where nobody holds it; 4 where one person does and nobody is on the way; 3 where somebody is, or where known contract ends leave one holder within 24 months; 2 where cover is thin; 1 where it is sound. It is 1 more where people know that it is not written down, and 1 more where it takes over six months to learn, but never over 5. Red is 15 and over, amber 8 to 14, green 7 and under.
view-cover-horizon-counts = Expected holders are today's holders. Each one whose shared contract ends before the day is taken off, and { $rate } in 100 a year of everybody else. You can change the rate.
view-cover-horizon-no-intentions = What people said about wanting to leave is in no figure here: only the statistics office reads it.
view-cover-demand-counts = The supply in three years is today's holders, less those expected to leave (contract ends that people shared, else { $rate } in 100 a year), plus half of the people on the way. Priority is criticality, times twice the gap now plus the gap in three years, times urgency: 1 where it is needed within 12 months, 0.7 within three years, 0.4 later. Of equal ones the longer training comes first.
view-cover-register-counts = The bus factor is how many people can do it unaided. For a technique on the list of skills these are its holders at level 3 who used it within 24 months. For everything else it is the people who named it, or one of them and the others they say can do it, whichever is more. "Three or more" counts as three.
view-cover-department-released-figures = Full-time equivalents, ages and kinds of contract are not here. People gave them to the statistics office alone; the university's release has figures of them.
view-cover-nobody-rated = Nobody here rated this skill at 1 or above.

view-cover-cover = Cover
view-cover-people = People
view-cover-person = Person
view-cover-person-without-name = Person { $number } (no name)
view-cover-people-without-name = { $count ->
    [one] 1 without a name
   *[other] { $count } without a name
}
view-cover-skill = Skill
view-cover-level = Level
view-cover-need-now = Needed now
view-cover-need-3y = Needed in 3 years
view-cover-holders = Holders
view-cover-holders-now = Holders now
view-cover-cover-ratio = Holders of needed
view-cover-lapsed = Not used lately
view-cover-trainers = Trainers
view-cover-pipeline = On the way
view-cover-state = State
view-cover-criticality = Criticality
view-cover-why = Needed for
view-cover-priority = Priority
view-cover-last-used = Last used
view-cover-part = Counts as
view-cover-part-holder = holder
view-cover-part-lapsed = not used for 24 months, or not said
view-cover-could-teach = Could teach
view-cover-wants = Wants to develop

view-cover-state-uncovered = uncovered
view-cover-state-single = single
view-cover-state-thin = thin
view-cover-state-sound = sound
view-cover-state-none-reported = none reported
view-cover-state-no-other-reported = only one known

view-cover-why-teaching = teaching
view-cover-why-research = research
view-cover-why-statutory = safety or law
view-cover-why-income = income
view-cover-why-estate = estate

view-cover-risk-grid = Risk: impact by exposure
view-cover-risks = Risks
view-cover-impact = Impact
view-cover-exposure = Exposure
view-cover-risk = Risk
view-cover-rating = Rating
view-cover-risk-red = ▲ red
view-cover-risk-amber = ◆ amber
view-cover-risk-green = ● green
view-cover-exposure-parts = What the exposure is made of (points)
view-cover-exposure-cover = From cover
view-cover-exposure-undocumented = Not written down
view-cover-exposure-training = Over 6 months to learn
view-cover-exposure-capped = Cut to 5, the most there is

view-cover-horizon = Holders expected
view-cover-in-1-year = In 1 year
view-cover-in-3-years = In 3 years
view-cover-in-5-years = In 5 years
view-cover-contracts-ending = Known contract ends in 5 years

view-cover-demand = Demand and supply
view-cover-gaps = Gaps
view-cover-gap-now = Gap now
view-cover-gap-3y = Gap in 3 years
view-cover-supply-3y = Supply in 3 years
view-cover-supply-parts = What the supply in three years is made of
view-cover-loss-3y = Expected to go in 3 years
view-cover-half-pipeline = Half of those on the way
view-cover-priority-parts = What the priority is made of
view-cover-urgency = Urgency
view-cover-by = Needed by
view-cover-training-months = Months to learn
view-cover-plan = Plan

view-cover-equipment = Equipment, facilities and collections
view-cover-services = Techniques and services
view-cover-name = Name
view-cover-family = Family
view-cover-owner = Responsible
view-cover-deputy = Deputy
view-cover-users = Who relies on it
view-cover-documented = Written down
view-cover-training-time = Time to learn
view-cover-felt = A stop is felt
view-cover-named-by = Named by
view-cover-bus-factor = Bus factor
view-cover-entries = What people said
view-cover-unaided = Others who can
view-cover-role = Part
view-cover-due = Life left

view-cover-responses = Responses
view-cover-staff = People on the staff list
view-cover-response = Response rate
view-cover-ladder = People by step
view-cover-first-risks = The first five risks
view-cover-first-gaps = The first five gaps
view-cover-first-wishes = The first five wishes

view-upwards-rule = To send upwards: this page gives no number of people. A skill reads "fewer than { $few } known" or "{ $few } or more known", by the survey's profile. The names and numbers behind it stay with the department's lead, and so does every figure that would give them away (gap, exposure, rating, priority, bus factor). Equipment and services that fewer than { $few } people named stay there as a whole, because those people typed the names.
view-upwards-too-few = To send upwards: too few people answered here to say how many know a skill, since it could be a single person. What is needed may go up all the same.
view-upwards-few = fewer than { $few } known
view-upwards-enough = { $few } or more known
view-upwards-drawn = Some needs were drawn from the survey and the lead has not gone over them yet. They stay with the lead.
view-upwards-no-needs = The department has not written down what it needs yet, so no skill stands here.
view-upwards-grid = Skills by impact and by how many are known to hold them

# The words of views: what all of them say, then cover, risk, register, horizon, demand and the department sheet.

view-silence-too-few = { $heard } of { $staff } people on the staff list were heard, fewer than 80 in 100. So nothing here says "single" or "uncovered": what nobody reported may still be there.
view-silence-no-headcount = There is no staff list to tell how many did not answer. So nothing here says "single" or "uncovered": what nobody reported may still be there. Give headcounts to change that.
view-more-responses-than-people = There are { $responses } responses and only { $staff } people on the staff list. Somebody answered twice, or the list is out of date: find out before you use these figures.
view-not-asked = This survey does not ask what this view needs ({ $questions }).

cover-no-needs = Nobody has written what this department needs, and nobody named a skill that matters most to their post. So there is nothing to show here yet.
cover-starter = What is needed is a starter drawn from the survey: the skills that people named as the ones that matter most to their posts, with as many people as hold them now. Go over it, or write your own, before you act on these figures.
cover-recency-not-asked = This survey does not ask when a skill was last used. So everybody at the level counts as a holder, however long ago.
cover-wishes-not-asked = This survey does not ask what people want to learn. So nobody counts as on the way.
cover-contract-ends-not-asked = This survey does not ask when contracts end. So the base rate stands for everybody.
cover-cover-counts = Holders rate themselves at the level or above and used the skill within 24 months. Trainers are holders at level 4. On the way are people at level 1 or 2 who want to develop it. A skill that somebody did not rate is missing, not 0. These are self-ratings.
cover-risk-counts = Risk is impact by exposure, 1 to 25. Impact is how much the department depends on the skill. Exposure is 5 where nobody holds it; 4 where one person does and nobody is on the way; 3 where somebody is, or where known contract ends leave one holder within 24 months; 2 where cover is thin; 1 where it is sound; and 1 more each where it is known not to be written down and where it takes over six months to learn, to 5 at most. Red is 15 and over, amber 8 to 14, green 7 and under.
cover-horizon-counts = Expected holders are those of now, less 1 for everybody whose shared contract end falls before the day, and less { $rate } in 100 a year of everybody else. The rate can be changed.
cover-horizon-no-intentions = What people said about wanting to leave is in no figure here: it is read by the statistics office alone.
cover-demand-counts = In three years there are the holders of now, less those expected to go (contract ends that people shared, else { $rate } in 100 a year), and half of those on the way. Priority is criticality, by twice the gap now and the gap in three years, by urgency: 1 where it is needed within 12 months, 0.7 within three years, 0.4 later. Among equal ones the longer training comes first.
cover-register-counts = The bus factor is how many people can do it unaided. Of a technique that is on the list of skills: its holders at level 3, used within 24 months. Of everything else: the people who named it, or one of them and the others they say can, whichever is more; "three or more" counts as three.
cover-department-released-figures = Full-time equivalents, ages and kinds of contract are not here. People gave them to the statistics office alone; figures of them come with the university's release.
cover-nobody-rated = Nobody here rated this skill at 1 or above.

cover-cover = Cover
cover-people = People
cover-person = Person
cover-person-without-name = Person { $number } (no name)
cover-people-without-name = { $count ->
    [one] 1 without a name
   *[other] { $count } without a name
}
cover-skill = Skill
cover-level = Level
cover-need-now = Needed now
cover-need-3y = Needed in 3 years
cover-holders = Holders
cover-holders-now = Holders now
cover-cover-ratio = Holders of needed
cover-trainers = Trainers
cover-pipeline = On the way
cover-state = State
cover-criticality = Criticality
cover-why = Needed for
cover-priority = Priority
cover-last-used = Last used
cover-part = Counts as
cover-part-holder = holder
cover-part-lapsed = not used for 24 months, or not said
cover-could-teach = Could teach
cover-wants = Wants to develop

cover-state-uncovered = uncovered
cover-state-single = single
cover-state-thin = thin
cover-state-sound = sound
cover-state-none-reported = none reported
cover-state-no-other-reported = none reported but one

cover-why-teaching = teaching
cover-why-research = research
cover-why-statutory = safety or law
cover-why-income = income
cover-why-estate = estate

cover-risk-grid = Risk: impact by exposure
cover-risks = Risks
cover-impact = Impact
cover-exposure = Exposure
cover-risk = Risk
cover-rating = Rating
cover-risk-red = ▲ red
cover-risk-amber = ◆ amber
cover-risk-green = ● green
cover-exposure-parts = What the exposure is made of
cover-exposure-cover = From cover
cover-exposure-undocumented = Not written down
cover-exposure-training = Over 6 months to learn
cover-exposure-capped = Held at 5

cover-horizon = Holders expected
cover-in-1-year = In 1 year
cover-in-3-years = In 3 years
cover-in-5-years = In 5 years
cover-contracts-ending = Known contract ends in 5 years

cover-demand = Demand and supply
cover-gaps = Gaps
cover-gap-now = Gap now
cover-gap-3y = Gap in 3 years
cover-supply-3y = Supply in 3 years
cover-supply-parts = What the supply in three years is made of
cover-loss-3y = Expected to go in 3 years
cover-half-pipeline = Half of those on the way
cover-priority-parts = What the priority is made of
cover-urgency = Urgency
cover-by = Needed by
cover-training-months = Months to learn
cover-plan = Plan

cover-equipment = Equipment, facilities and collections
cover-services = Techniques and services
cover-name = Name
cover-family = Family
cover-owner = Responsible
cover-deputy = Deputy
cover-users = Who relies on it
cover-documented = Written down
cover-training-time = Time to learn
cover-felt = A stop is felt
cover-named-by = Named by
cover-bus-factor = Bus factor
cover-entries = What people said
cover-unaided = Others who can
cover-role = Part
cover-due = Life left

cover-responses = Responses
cover-staff = Staff list
cover-response = Response
cover-ladder = People by step
cover-first-risks = The first five risks
cover-first-gaps = The first five gaps
cover-first-wishes = The first five wishes

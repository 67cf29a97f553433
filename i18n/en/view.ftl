# What stands around every view: titles, whose figures, how a value reads.

view-title-department-all = All departments on one page
view-title-department = The department on one page
view-title-skills = Skills
view-title-cover = Who can cover what
view-title-register = Equipment and services
view-title-risk = What is at risk
view-title-horizon = Holders in the years to come
view-title-demand = Demand and supply
view-title-training = Training plan
view-title-hidden = Skills that are not used
view-title-mentors = Teachers, mentors and learners
view-title-registration = Registration and fellowship
view-title-roles = People and role profiles
view-title-entry = Posts for new entrants
view-title-htq = Readiness for Higher Technical Qualifications
view-title-career = Career intentions
view-title-commitment = Technician Commitment: evidence
view-title-comparison = Comparison
view-title-staff = Staff table in HESA's shape

view-all-departments = All departments that this key opens
view-base = { $responses ->
    [one] { $responses } response. The number of people on the staff list is not given.
   *[other] { $responses } responses. The number of people on the staff list is not given.
}
view-base-of = { $responses ->
    [one] { $responses } response of { $staff } on the staff list.
   *[other] { $responses } responses of { $staff } on the staff list.
}
view-base-withheld = The number of responses is withheld.
view-profile-hesa = Profile hesa: every figure is rounded to the nearest 5, so 0 may stand for one or two people.
view-profile-minimum-n = Profile minimum-n: figures are exact, and none is about a small group.
view-withheld-line = { $sign } { $why }
view-of = { $count } of { $of }
view-grid-corner = { $down } / { $across }
view-red = (red)
view-amber = (amber)
view-green = (green)
view-not-known = not known
view-door-upwards = From the operational door, for sending upwards: services, risks and gaps, not people.
view-made-up-title = MADE-UP ANSWERS: { $title }
view-report-title = { $department }: figures of the department
view-report-title-all = Figures of all departments
view-report-contents = Contents
view-report-skip = Skip to the figures
view-report-file = { $file } holds { $views ->
    [one] one view: { $names }.
   *[other] { $views } views: { $names }.
}
view-report-sealed = It is sealed: only the lead of the department can open it, with the department's key.
view-report-sealed-to = It is sealed: only the holder of the key that was named can open it.
view-report-manifest = Beside it is { $file }: the profile, its thresholds, how many figures were rounded and withheld, the response rate, the boxes, and the SHA-256 of the report.
view-profile-upwards = What it says about people follows the survey's profile. What is needed, and how much it matters, is the lead's own word, or is left out.

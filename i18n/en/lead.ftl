# The department lead's desk: from a key file to the figures, the views, needs and exports.

lead-demo = Demo: made-up answers
lead-waiting-title = One moment
lead-failed-title = That did not work
lead-help-title = The keys that work here
lead-help-end = Press any key to go back.
lead-step = Step { $number } of 3
lead-more = (more below)
lead-looking = Looking at the files.
lead-unlocking = Opening the key. This takes a few seconds, on purpose: it keeps thieves from guessing.
lead-making = Making the figures.
lead-writing = Writing the file.
lead-merging = Taking in the sealed responses
lead-opening = Opening the responses

lead-who-title = Who are you?
lead-who-intro = In this demo you may be any of these people. Each of them opens only what their key opens.
lead-who-head = Head of { $department }
lead-who-head-sees = Opens the answers of this department alone: exact figures, and what each person chose to share.
lead-who-statistics = The statistics office
lead-who-statistics-sees = Opens every department's statistical part: rounded figures, small departments added to their faculty.

lead-key-title = Your key
lead-key-intro = Which of these is your key file? Up and Down move, Enter chooses.
lead-key-none = No key file was found beside the program, in Downloads or on a drive.
lead-key-none-what = Your key file was made when the keys of the survey were set up, and its name often ends in .key. Plug in the drive that it is on and open this page again, or press Enter and give its path: drag the file onto this window.
lead-key-path-intro = Where is the key file? Drag it onto this window, or type or paste its path.
lead-key-exposed = Others who use this computer could read this key file.
lead-key-exposed-what = Downloads are often saved like that. May Tallybox make the file readable by you alone? Press y for yes, n for no.
lead-key-is-open = Your key is open: { $whose }.
lead-key-unknown = your key
lead-whose-department = the key of the department { $department }
lead-whose-institution = a key of the institution
lead-whose-statistics = the key of the statistics office
lead-whose-protected = behind a passphrase; whose key it is shows once it is open
lead-whose-absent = not named, so it opens nothing of these files. Press Esc and choose your own key file and your own institution's files; if you did, ask the institution's key holders for a later pack
lead-whose-unknown = whose it is will show once the boxes are chosen

lead-passphrase-title = Passphrase
lead-passphrase-intro = The key file { $file } is behind a passphrase. Type it and press Enter.
lead-passphrase = Passphrase
lead-passphrase-hidden = Nothing of what you type is shown. The mark moves with every key, so that you see that keys arrive.
lead-passphrase-capitals = Only capital letters so far: is Caps Lock on?
lead-passphrase-wrong = That was not the passphrase of this file. Nothing is locked and nothing is lost: type it again, slowly. Or press F2.
lead-forgotten-title = The passphrase is forgotten
lead-forgotten-safe = Nothing is lost. The sealed responses stay as they are, and the institution's key holders can still open them.
lead-forgotten-whom = Did you print the sheet of your key and lock it away? It gives the key back without the passphrase. Without a sheet, ask the institution's key holders: the people who compared your four words with you and who sent you the pack. They let a new key of yours open the responses.
lead-forgotten-meanwhile = Until then they can make your department's report for you.
lead-forgotten-nobody = Nobody can read the passphrase out of the file, not the institution and not the makers of this program. That is what protects the answers.

lead-boxes-title = The responses
lead-boxes-intro = These bundles of sealed responses were found. Enter takes in all that are marked.
lead-boxes-more = { $count ->
    [one] { $count } record is on this computer already. Enter takes in what is marked as well.
   *[other] { $count } records are on this computer already. Enter takes in what is marked as well.
}
lead-boxes-here = { $count ->
    [one] { $count } record is on this computer already, and nothing new was found. Enter opens it; a adds a file.
   *[other] { $count } records are on this computer already, and nothing new was found. Enter opens them; a adds a file.
}
lead-boxes-none = No pack and no bundle was found beside the program, in Downloads or on a drive. The institution sends you a pack, a file that ends in .pack; a box's own file ends in .bundle. Press a and give its path, or that of the folder it is in. If nobody sent you one, ask the institution's key holders for it.
lead-boxes-none-still = There is nothing to open yet. Press a and give the path of the pack or bundle, or of the folder that it is in; you can drag it onto this window.
lead-box-enrolled = known here
lead-box-new = new: its words are compared first
lead-box-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
lead-path-intro = Where is the bundle, or the folder of bundles? Drag it onto this window, or type or paste its path.
lead-path = Path

lead-compare-bar = Is it the real one?
lead-compare-number = { $number } of { $all }
lead-compare-title = The box { $box }
lead-compare-intro = Ask the keeper of this box for the words on the box's own screen. Do not take them from the message that brought the file: whoever forged the one would have forged the other.
lead-compare-keys-title = Your institution's keys
lead-compare-keys-intro = The files say who may open the responses. Ask the institution's key holders for these words on the telephone, or compare them with a paper that they gave you. Do not take them from the message that brought the files: whoever forged the one would have forged the other.
lead-compare-keys-about = Key set { $epoch }, signed on { $day }.
    In it, your key is { $whose }.
lead-compare-question = Are the words the same, every one? Press y for yes, n for no.
lead-foreign-title = Then nothing is opened, and that is right.
lead-foreign = These files may come from another institution or from a forger. Nothing of them was taken in. Tell the institution's key holders which file it was and where it came from. Press Esc to go back and choose others.

lead-keep-title = Keep a copy?
lead-keep-intro = May sealed copies of the responses stay on this computer for next time? They cannot be read without your key. Nothing that was opened is ever written to the disk.
lead-keep-here = Keep sealed copies
lead-keep-not = Keep nothing
lead-keep-here-what = They are kept in { $folder }. What you write about your department's needs is kept there too.
lead-keep-not-what = Everything goes when you leave. The number of people on the staff list and the needs of your department count in this session, and you type them again next time. The words of the keys and boxes are compared again, too.

lead-watch-title = Opening
lead-watch-note = Nothing is written but the sealed copies. A damaged record stops nothing: you are told of it afterwards.
lead-stopping = Stopping.
lead-told-title = Before the figures
lead-told-intro = The figures are ready. The following is not in them, or needs a look:

lead-menu-title = What would you like to see?
lead-questions = Every question, one by one
lead-not-here-line = { $view } (not here: { $why })
lead-not-here-statistical-short = statistics office
lead-not-here-operational-short = department's lead
lead-not-here-yet-short = not in this version
lead-not-here-statistical = Only the statistical door has this view, since it could single people out. The statistics office makes it, protected, and it reaches you as a release. Ask them for it.
lead-not-here-operational = This view is exact and about a department's own people. Only the department's lead and the institution open it.
lead-not-here-yet = This view cannot be made here in this version.
lead-order-name = In the order of their names. s goes back to the usual order.
lead-departments-title = Departments
lead-departments-only = Your key opens one department. The institution's keys open all of them.

lead-door-operational = Exact, do not pass on.
lead-door-statistical = Protected.
lead-base = { $responses ->
    [one] { $responses } response, staff not given
   *[other] { $responses } responses, staff not given
}
lead-base-of = { $responses } of { $staff } staff ({ $rate } %)
lead-base-crowded = { $responses } responses, { $staff } staff: one is wrong
lead-base-withheld = number of responses withheld
lead-about-line = { $door } { $base }. { $day }, profile { $profile }
lead-about-short = { $door } { $base }. { $day }, { $profile }
lead-filter = Only lines with: { $filter }
lead-no-rows = Nothing to list.
lead-no-rows-found = No line has these words.
lead-more-columns = { $count ->
    [one] { $count } more column: Left and Right
   *[other] { $count } more columns: Left and Right
}
lead-legend-risk = !! is act on it, ! keep an eye on it, ok in order, - nothing here
lead-legend-levels = Shade, from least to most: ··, ░░, ▒▒, ██. The number is the figure.
lead-legend-levels-ascii = Shade, from least to most: .. :: ++ ##. The number is the figure.

lead-question-of = Question { $number } of { $all }
lead-filter-questions = Only questions with: { $filter }
lead-order-most = Most people first. s sorts by name.
lead-order-by-name = In the order of their names. s goes back to the questionnaire's order.
lead-own = your own answer is one of these
lead-left-out = { $count ->
    [one] { $count } answer that nobody gave is left out
   *[other] { $count } answers that nobody gave are left out
}
lead-find = Find
lead-find-none = No question has these words.

lead-export-title = Take home
lead-export-purpose = What is it for?
lead-purpose-upwards-report = To send upwards: the report
lead-purpose-upwards-report-what = What is at risk, what is missing, equipment and services, in one file. Nothing about people: names, single people and the details behind a line stay here.
lead-purpose-upwards-page = To send upwards: this page
lead-purpose-upwards-page-what = Services, risks and gaps, not people. Names, single people and the details behind a line stay here.
lead-purpose-own-page = For me and my deputies: this page
lead-purpose-own-page-what = Exact, as on the screen. The file's name begins with EXACT and its first line says who may read it.
lead-purpose-own-report = For me and my deputies: the whole report
lead-purpose-own-report-what = Every page of this department in one file, exact. The file's name begins with EXACT and its first line says who may read it.
lead-export-people = The page that you came from is about people, and its figures are exact: it does not go upwards. For figures of it that may be passed on, ask the statistics office for a release.
lead-report-title = The report: every page in one file
lead-report-about = The report puts the pages of this department into one file. It asks first whether you will send it upwards, which takes services, risks and gaps and nothing about people, or keep it for yourself and your deputies.
lead-export-format = In which form?
lead-format-html = A page to read and print (HTML)
lead-format-text = A page of plain text
lead-format-csv = A table for a spreadsheet (CSV)
lead-format-markdown = Markdown, for a wiki or a word processor
lead-format-json = JSON, for programs
lead-format-xlsx = A workbook to sort, pivot and chart (XLSX)
lead-format-sav = SPSS: one row per figure, with labels
lead-format-parquet = Parquet, for statistics programs
lead-format-spoken = One sentence per figure, for a screen reader or braille
lead-export-folder-intro = Into which folder?
lead-export-folder = Folder
lead-written-title = Written
lead-written = The file is { $path }. Only you can read it on this computer. Beside it lies its manifest (.manifest.json): by which rules it was made, and of what.
lead-mark-exact = EXACT. For the department's lead and deputies only: do not pass on.
lead-mark-upwards = Services, risks and gaps of a department, as its lead sees them. About no single person.
lead-mark-protected = Protected by the survey's profile. May be published with its base and profile.

lead-demand-title = What the department needs
lead-demand-which = Choose a department first: press d.
lead-demand-changed = Changed and not saved yet: press w to save.
lead-demand-kept = The views about demand, cover and risk are made with what is written here.
lead-demand-drawn = ~ is drawn from the survey and does not go upwards. Press y on a line that is right as it stands.
lead-demand-none = Nothing is written yet. Until you do, the views use a list drawn from the survey. Press t to see that list and make it yours, or a to add a need.
lead-needs-faulty = The list of these needs has mistakes, so it cannot be used.
lead-needs-aside = Mend the file and open this page again. Or set it aside: it stays in its folder under another name, and you begin with an empty list. Press y to set it aside, n to go back.
lead-headcount = People on the staff list
lead-headcount-none = not given
lead-headcount-intro = How many people does the staff list have for this department? Without it nobody can say how many did not answer.
lead-headcount-wrong = Enter a whole number from 1 to 100000, or leave it empty.
lead-base-rate = Expected to leave in a year
lead-base-rate-own = { $rate } in 100
lead-base-rate-usual = { $rate } in 100, the usual rate
lead-base-rate-intro = Of 100 holders of a skill, how many leave in a year? The views of the years to come use this number where nobody's contract says more. Leave it empty for the usual rate.
lead-base-rate-wrong = Enter a number from 0 to 100, or leave it empty.
lead-leaving-title = Leave without saving?
lead-leaving-demand = What you changed in the needs is not saved. Press y to leave without it, n to go back.
lead-leaving-figures-title = Leave the figures?
lead-leaving-figures = The figures are closed. To see them again, you choose your key file again and type its passphrase. Press y to leave, n to stay.
lead-saved-title = Saved
lead-saved = The needs are saved. The next view that you open uses them.
lead-held-changed = Changed: press w, and the views use it until you leave.
lead-held-until = What you write here counts in the views until you leave. Nothing is kept.
lead-held-title = Held until you leave
lead-held = You chose to keep nothing. Every view that you open from now on uses the needs and the number of people. They go when you leave.
lead-held-keep = Do you want to keep them after all? Then the sealed copies of the responses stay on this computer too. Nothing that was opened is written. Press y to keep them, n to go on without.
lead-need-title = One need
lead-need-skill = Skill
lead-need-level = Level that counts, 1 to 4
lead-need-level-short = Level
lead-need-now = People needed now
lead-need-now-short = Now
lead-need-then = People needed in three years
lead-need-then-short = 3 y
lead-need-criticality = Criticality: how much depends on it, 1 to 5
lead-need-criticality-short = Critical
lead-need-why = What it is for
lead-need-plan = Plan that says so
lead-need-months = Months to learn it
lead-need-market = Finding such people
lead-need-by = Needed by
lead-need-hint-skill = Enter looks for another skill.
lead-need-hint-level = 1 introduced, 2 with backup, 3 on their own, 4 the one to go to. Left and Right change it.
lead-need-hint-criticality = 5: the department stops without it. Left and Right change it.
lead-need-hint-choice = Left and Right change it.
lead-need-hint-day = A day such as 2027-09-30, or a month such as 2027-09. You may leave it empty.
lead-need-hint-people = A number of people.
lead-need-hint-optional = You may leave it empty.
lead-need-hint-months = Months from 0 to 120. You may leave it empty.
lead-need-wrong-number = Enter a whole number.
lead-need-wrong-months = Enter a whole number of months from 0 to 120, or leave it empty.
lead-need-wrong-day = Enter a day such as 2027-09-30, a month such as 2027-09, or leave it empty.
lead-need-past-day = This day is past. Write a later one, or leave it empty.
lead-need-wrong-skill = Choose a skill first.
lead-need-find-intro = Type part of the skill's name. Up and Down move, Enter takes it.
lead-need-find-none = No skill has these words.
lead-why-teaching = teaching
lead-why-research = research
lead-why-statutory = safety and law
lead-why-income = income
lead-why-estate = buildings and plant
lead-market-unknown = not known
lead-market-easy = easy
lead-market-hard = hard
lead-market-nobody = nobody to be found

lead-about-questions = Every closed question with how many gave each answer. The base is everyone who was asked. People who were not asked, or who answered an earlier version without the question, are not counted. Free text is not counted.
lead-about-demand = What your department needs, written by you: nothing in a survey says it. A need is a skill, the level that counts, and how many people you need now and in three years. Press t for a first list drawn from what people named as their most important skills; go over every line of it.

about-department = The department on one page: who answered, and what asks for a decision first. Each figure has a view of its own that says how it is counted. It is about those who answered: below 80 % of the staff a single holder reads "none reported", since silence is not absence.
about-skills = How many people hold each family of skills at which level; Enter shows who they are. These are people's own ratings: nobody tested anybody. A skill that was not rated counts as not held only in a group that the person closed.
about-cover = Each skill that is needed, with how many can do it at the level that counts. Holders rated themselves at that level or above; trainers can teach it; the pipeline is learning it. It does not say who is at work on a given day, and people who did not answer are not counted.
about-register = The equipment and services that people said they look after, with how many can run them. The bus factor is how many would have to be missing before nobody can. One machine that two people called by two names is listed twice.
about-risk = Skills and services by how much depends on them and how exposed they are. !! means act on it, ! means keep an eye on it. Rules decide each place on the grid, and each line names its rules. It is not a probability.
about-horizon = How many holders a skill may have in one, three and five years. It lowers today's holders by the share that is expected to leave in a year, which you can change in the needs file. It is an average: read 0.9 as "about one, perhaps none". It uses nobody's own wish to leave: such wishes never reach this door.
about-demand = What you need beside what people said they can do, now and in three years. A gap is the need less the holders at the level that counts. The order shows its parts, not only a score. People who did not answer are not counted as holders.
about-training = Wishes to learn with ways to learn it, grouped so that a course is worth booking. A wish is one person's answer; a cost band is a guide, not a quotation. Wishes that people did not share with their lead are not here.
about-hidden = Skills that people hold and do not use in their post. Only what people chose to show is here. That a skill is not used says nothing about the person.
about-mentors = People who would teach, mentor, host or be shadowed, beside people who would like to learn. Only those who said they would are named. Ask them before you promise them to anybody.
about-registration = Registrations and fellowships, those that most people hold first. It counts what people said they hold or work towards; nobody looked at a register.
about-roles = People beside the profile of their step: what the step asks for and how they rated themselves. It is for planning development, not for appraisal.
about-entry = Posts that suit new entrants, and how many people may have to be replaced. It is made at the statistical door, since it rests on ages and intentions.
about-htq = How ready the department is to teach Higher Technical Qualifications: people, subjects and equipment. It counts what people said, not what an inspector would accept.
about-career = What people intend for their careers, by step. No figure is about fewer than ten people.
about-commitment = Evidence for the Technician Commitment by theme. It holds what the survey asked; what else the institution does is not here.
about-comparison = The department beside the university, an earlier wave and published figures, each with its source. Two figures of different questions are never subtracted.
about-staff = A staff table in the shape of HESA's return: a preparation, not the return. Full-time equivalents are exact decimals; people who did not say are not included.

lead-key-mouse = mouse on or off
lead-key-help = help
lead-key-back = back
lead-key-language = change the language
lead-key-leave = leave
lead-key-up = line above
lead-key-down = line below
lead-key-open = open
lead-key-choose = choose
lead-key-add = add a file
lead-key-yes = yes
lead-key-no = no
lead-key-forgotten = I forgot it
lead-key-cancel = stop
lead-key-add-this = add
lead-key-continue = continue
lead-key-menu = all views
lead-key-departments = departments
lead-key-about = meaning
lead-key-export = take home
lead-key-sort = sort
lead-key-column = column
lead-key-column-before = column before
lead-key-keep = keep
lead-key-clear = all lines
lead-key-department = department
lead-key-next-department = next department
lead-key-question = question
lead-key-previous-question = question before
lead-key-find = find
lead-key-page-down = further down
lead-key-page-up = further up
lead-key-first = to the first
lead-key-last = to the last
lead-key-show = show
lead-key-change = change
lead-key-add-need = add
lead-key-save = save
lead-key-remove = remove
lead-key-confirm = this is right
lead-key-starter = from the survey
lead-key-next-field = next
lead-key-done = done
lead-key-other = another

lead-notes-below = What each figure counts: ? or the notes below (End).
lead-told-crowded = More responses than people on the staff list: { $departments }. Somebody may have answered twice, or the staff list is old.
lead-told-repeated = Responses that are the same as another one, answer for answer: { $departments }. Look at them before you trust a figure.
lead-help-columns = What the figures count
lead-help-here = Where you stand
lead-help-notes = How this page was made
lead-help-figures = Whose figures these are
lead-told-box = The box { $box }: { $new } new. Some of what came with it was set aside:
lead-told-older = The box { $box }: the file is older than what was seen of this box before, so nothing of it is new.
lead-told-rolled-back = The box { $box } lacks records that it had before, and has others. It was set back to an old copy, or copied: tell the institution's key holders before you trust its figures.
lead-told-refused = Nothing was taken from { $box }: { $why }
lead-told-sealed = { $count ->
    [one] { $count } response is sealed to others.
   *[other] { $count } responses are sealed to others.
}
lead-told-hollow = { $count ->
    [one] { $count } response is here without the part that your key opens.
   *[other] { $count } responses are here without the part that your key opens.
}
lead-told-other-waves = { $count ->
    [one] { $count } response is of another wave and is not counted here.
   *[other] { $count } responses are of another wave and are not counted here.
}
lead-told-set-aside = Set aside: record { $record }, part { $part }: { $why }

lead-key-commands = commands
lead-key-run = do it
lead-commands-title = Every command
lead-commands-none = Nothing has that name. Try fewer letters.
lead-command-department = Department: { $name }

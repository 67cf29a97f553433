"""Makes the workbooks of this folder. They stand in git, so that the tests need no Python.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install openpyxl xlwt && /tmp/venv/bin/python make.py

The forms are made up, after the manner of forms that people fill in in the field: their columns, habits
and mistakes are those that such forms have.
"""

import datetime
import pathlib
import zipfile

import openpyxl
import xlwt

HERE = pathlib.Path(__file__).parent


def rows(text):
    """`a | b | c` lines to rows of cells; `~` is a line feed in a cell."""
    out = []
    for line in text.strip().splitlines():
        cells = [cell.strip().replace("~", "\n") for cell in (line.strip() + " ").split(" | ")]
        out.append([number(cell) for cell in cells])
    return out


def number(cell):
    """Spreadsheets keep digits as numbers: a code 1 arrives as 1.0."""
    if cell.isdigit() and not (len(cell) > 1 and cell[0] == "0"):
        return int(cell)
    return cell


def freeze(path):
    """Packs a workbook anew with a fixed date, so that making it twice gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist() if name != "docProps/core.xml"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            if name in ("[Content_Types].xml", "_rels/.rels"):
                content = drop_core(content)
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)


def drop_core(content):
    import re
    return re.sub(rb"<(Override|Relationship)[^>]*core(-properties|\.xml)[^>]*/>", b"", content)


def xlsx(name, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, text in sheets.items():
        sheet = book.create_sheet(title)
        for row in text if isinstance(text, list) else rows(text):
            sheet.append(row)
    book.save(HERE / name)
    freeze(HERE / name)


def xls(name, **sheets):
    book = xlwt.Workbook()
    for title, text in sheets.items():
        sheet = book.add_sheet(title)
        for r, row in enumerate(rows(text)):
            for c, cell in enumerate(row):
                if cell != "":
                    sheet.write(r, c, cell)
    book.save(str(HERE / name))


# A household survey: consent, roster, ages worked out, skips, an English and a Welsh text.
xlsx(
    "household.xlsx",
    survey="""
type | name | label::English (en) | label::Cymraeg (cy) | hint::English (en) | required | relevant | constraint | constraint_message::English (en) | calculation | appearance | default | repeat_count
start | start |  |  |  |  |  |  |  |  |  |  |
end | end |  |  |  |  |  |  |  |  |  |  |
deviceid | deviceid |  |  |  |  |  |  |  |  |  |  |
note | welcome | Thank you for your time. | Diolch am eich amser. |  |  |  |  |  |  |  |  |
select_one yes_no | consent | Do you agree to take part? | Ydych chi'n cytuno i gymryd rhan? |  | yes |  |  |  |  |  |  |
begin group | household | Your household | Eich cartref |  |  | ${consent} = 'yes' |  |  |  |  |  |
text | head_name | Name of the head of the household | Enw pennaeth y cartref |  | yes |  |  |  |  |  |  |
date | visit | Date of the visit | Dyddiad yr ymweliad |  | yes |  | . <= today() | The visit cannot be in the future. |  |  | today() |
integer | size | How many people live here? | Faint o bobl sy'n byw yma? | Count everybody who slept here last night | yes |  | . >= 1 and . <= 30 | Between 1 and 30 |  |  |  |
select_one dwelling | dwelling | What kind of dwelling is it? | Pa fath o annedd yw hi? |  | yes |  |  |  |  | minimal |  |
text | dwelling_other | What other kind? | Pa fath arall? |  | yes | selected(${dwelling}, 'other') |  |  |  |  |  |
select_multiple assets | assets | Which of these does the household own? | Pa rai o'r rhain sydd gan y cartref? |  | yes |  | not(selected(., 'none') and count-selected(.) > 1) | None cannot go with others |  |  |  |
integer | bicycles | How many bicycles? | Faint o feiciau? |  |  | selected(${assets}, 'bicycle') and not(selected(${assets}, 'none')) | . > 0 |  |  |  |  |
end group | household |  |  |  |  |  |  |  |  |  |  |
begin repeat | person | Member of the household | Aelod o'r cartref |  |  | ${consent} = 'yes' |  |  |  |  |  |
text | first_name | First name | Enw cyntaf |  | yes |  |  |  |  |  |  |
integer | age | Age in years | Oed mewn blynyddoedd |  | yes |  | . >= 0 and . < 120 | An age |  |  |  |
select_one sex | sex | Sex | Rhyw |  |  |  |  |  |  | horizontal |  |
select_one yes_no | school | Does this person go to school? | Ydy'r person yma'n mynd i'r ysgol? |  | yes | ${age} >= 5 and ${age} <= 18 |  |  |  |  |  |
calculate | adult |  |  |  |  |  |  |  | if(${age} >= 18, 1, 0) |  |  |
end repeat | person |  |  |  |  |  |  |  |  |  |  |
calculate | people |  |  |  |  |  |  |  | count(${person}) |  |  |
note | mismatch | The number of people does not match the list. | Nid yw nifer y bobl yn cyd-fynd â'r rhestr. |  |  | ${people} != ${size} |  |  |  |  |  |
begin group | income | Income | Incwm |  |  | ${consent} = 'yes' |  |  |  |  |  |
decimal | monthly | Income of a month | Incwm mis |  |  |  | . >= 0 |  |  |  |  |
calculate | per_head |  |  |  |  |  |  |  | round(${monthly} div ${size}, 2) |  |  |
select_one yes_no | enough | Is it enough? | Ydy e'n ddigon? |  |  | ${monthly} != '' |  |  |  |  |  |
text | remarks | Anything to add? | Unrhyw beth i'w ychwanegu? |  |  |  |  |  |  | multiline |  |
end group | income |  |  |  |  |  |  |  |  |  |  |
""",
    choices="""
list_name | name | label::English (en) | label::Cymraeg (cy)
yes_no | yes | Yes | Ydw
yes_no | no | No | Nac ydw
dwelling | house | House | Tŷ
dwelling | flat | Flat | Fflat
dwelling | other | Another kind | Math arall
assets | radio | Radio | Radio
assets | bicycle | Bicycle | Beic
assets | phone | Telephone | Ffôn
assets | none | None of these | Dim un
sex | f | Female | Benyw
sex | m | Male | Gwryw
""",
    settings="""
form_title | form_id | version | default_language
Household survey | household_2026 | 2026010101 | English (en)
""",
)

# A visit to a health post: tables as matrices, HTML in labels, groups in groups, photograph and place.
xlsx(
    "health_post.xlsx",
    survey="""
type | name | label | hint | required | relevant | constraint | constraint_message | appearance
today | today |  |  |  |  |  |  |
username | username |  |  |  |  |  |  |
begin_group | facility | <b>The health post</b> |  |  |  |  |  |
text | facility_code | Code of the post | Two letters and four digits | true |  | regex(., '^[A-Z]{2}[0-9]{4}$') | Two capital letters and four digits |
select_one type | facility_type | Type of post |  | true |  |  |  |
geopoint | place | Record the place |  |  |  |  |  |
begin_group | staff | Staff |  |  |  |  |  | field-list
integer | nurses | Nurses |  | true |  | .>=0 |  |
integer | doctors | Doctors |  | true |  | .>=0 |  |
note | no_doctor | **No doctor** works here. |  |  | ${doctors}=0 and ${nurses}>0 |  |  |
end_group |  |  |  |  |  |  |  |
end_group |  |  |  |  |  |  |  |
begin_group | services | Which services are offered? |  |  |  |  |  | table-list
select_one often | vaccination | Vaccination |  | yes |  |  |  |
select_one often | antenatal | Antenatal care |  | yes |  |  |  |
select_one often | laboratory | Laboratory |  | yes |  |  |  |
select_one often | pharmacy | Pharmacy |  | yes |  |  |  |
end_group |  |  |  |  |  |  |  |
begin_group | stock | Stock |  |  |  |  |  | field-list
select_one stock | stock_header | Was this in stock all month? |  |  |  |  |  | label
select_one stock | ors | Oral rehydration salts |  |  |  |  |  | list-nolabel
select_one stock | gloves | Gloves |  |  |  |  |  | list-nolabel
select_one stock | tests | Rapid tests |  |  |  |  |  | list-nolabel
text | stock_why | Why was it out of stock? |  | yes | ${ors} = '2' or ${gloves} = '2' or ${tests} = '2' |  |  | multiline
end_group |  |  |  |  |  |  |  |
begin_group | end_of_visit | Last things |  |  |  |  |  |
time | left_at | When did you leave? |  |  |  |  |  |
image | photo | Photograph of the register |  |  |  |  |  |
select_one yes_no | follow_up | Is a second visit needed? |  | yes | ${laboratory} = 'never' or not(${pharmacy} = 'always') |  |  | w1
date | follow_up_on | When? |  |  | ${follow_up} = 'yes' | . > today() and . <= date('2030-12-31') | After today |
acknowledge | done | I have told the staff what happens next. |  |  |  |  |  |
text | signed | Initials |  | yes | ${done} = 'OK' | string-length(.) <= 4 |  |
end_group |  |  |  |  |  |  |  |
""",
    choices="""
list name | name | label
type | clinic | Clinic
type | post | <i>Post</i>
often | always | Always
often | sometimes | Sometimes
often | never | Never
stock | 1 | Yes, always
stock | 2 | Not always
stock | 3 | Not kept here
yes_no | yes | Yes
yes_no | no | No
""",
    settings="""
form_title | form_id | style
Visit to a health post | health-post | pages
""",
)

# An old .xls with old words: "select one from", "or specify other", codes that are numbers.
xls(
    "water.xls",
    survey="""
type | name | caption | hint | relevance | constraining message | constraint | required
text | enumerator | Your initials |  |  |  |  | yes
select one from source | main_source | Where does most of the drinking water come from? |  |  |  |  | yes
select all that apply from source or specify other | sources | Which others are used? |  |  |  |  |
integer | minutes | How long does it take to fetch water? | Minutes there and back | ${main_source} != 1 | At most a day | . >= 0 and . <= 1440 |
select one from yn | treats | Is the water treated before drinking? |  |  |  |  | yes
select all that apply from method or specify other | method | How? |  | ${treats} = 1 |  |  | yes
select one from yn | boils | Is it boiled for long enough? |  | selected(${method}, '1') |  |  |
percentage | share | What share of the water is treated? |  | ${treats} = 1 |  |  |
select one from level | taste | How is the taste? |  |  |  |  |
note | bad | Please take a sample. |  | ${taste} >= 4 |  |  |
barcode | sample | Number of the sample |  |  |  |  |
decimal | ph | pH of the sample |  |  | A pH | . >= 0 and . <= 14 |
""",
    choices="""
list name | name | label
source | 1 | Tap in the house
source | 2 | Shared tap
source | 3 | Well
source | 4 | River
yn | 1 | Yes
yn | 0 | No
method | 1 | Boiling
method | 2 | Chlorine
level | 1 | Very good
level | 2 | Good
level | 3 | Neither
level | 4 | Bad
level | 5 | Very bad
""",
)
# The same bytes as a workbook, under the other program's name.
(HERE / "renamed.xls").write_bytes((HERE / "health_post.xlsx").read_bytes())

# Choices that depend on one another; a list from a file and one from external_choices.
xlsx(
    "cascade.xlsx",
    survey="""
type | name | label | choice_filter | relevant | parameters | required
select_one region | region | Region |  |  |  | yes
select_one district | district | District | region = ${region} |  |  | yes
select_one village | village | Village | district = ${district} and region = ${region} | ${district} != '' |  |
select_multiple crop | crops | Which crops are grown? | selected(${region}, zone) or zone = 'all' |  |  | yes
select_one crop | main_crop | Which is the main crop? | selected(${crops}, name) | count-selected(${crops}) > 1 |  |
select_one_from_file markets.csv | market | Which market is nearest? | region = ${region} |  | value=id label=title |
select_one_external ward | ward | Ward | region=${region} |  |  |
""",
    choices="""
list_name | name | label | region | district | zone
region | north | North |  |  |
region | south | South |  |  |
district | hill | Hill | north |  |
district | lake | Lake | north |  |
district | coast | Coast | south |  |
village | upper | Upper | north | hill |
village | lower | Lower | north | hill |
village | upper | Upper | south | coast |
crop | maize | Maize |  |  | all
crop | tea | Tea |  |  | north
crop | cloves | Cloves |  |  | south
""",
    external_choices="""
list_name | name | label | region
ward | w1 | First ward | north
ward | w2 | Second ward | south
""",
    settings="""
form_title | form_id | allow_choice_duplicates
Farms by district | farms | yes
""",
)
(HERE / "markets.csv").write_text(
    "id,title,region\nm1,Old market,north\nm2,New market,north\nm3,Harbour,south\n", encoding="utf-8"
)

# What people thought of a course: scales, ranks, ranges, shuffled choices, piping.
xlsx(
    "course.xlsx",
    survey="""
type | name | label | hint | guidance_hint | required | required_message | relevant | appearance | parameters | constraint | constraint_message | default
begin_group | about | About the course |  |  |  |  |  |  |  |  |  |
select_one course or_other | course | Which course did you attend? |  | One form for each course. | yes | Please choose |  |  |  |  |  |
date | month | In which month? |  |  | yes |  |  | month-year |  |  |  |
range | score | How likely are you to recommend it? | 0 not at all, 10 certainly |  | yes |  |  |  | start=0 end=10 step=1 |  |  |
range | hours | How many hours did it take? |  |  |  |  |  |  | start=0 end=40 step=2 |  |  |
text | why_low | What went wrong? |  |  | yes |  | ${score} <= 6 | multiline |  | string-length(.) >= 10 and string-length(.) <= 500 | Between 10 and 500 letters |
end_group |  |  |  |  |  |  |  |  |  |  |  |
begin_group | content | What it was made of |  |  |  |  |  |  |  |  |  |
rank topic | topics | Put the topics in order of use to you |  |  |  |  |  |  |  |  |  |
select_multiple topic | again | Which would you like again? |  |  |  |  |  |  | randomize=true, seed=7 | count-selected(.) <= 2 | At most two |
select_one topic | best | Which was best? |  |  |  |  |  | likert | randomize=true |  |  | safety
text | more | Say more about ${best} |  |  |  |  | ${best} != '' |  |  |  |  |
select_one agree | pace | The pace was right. |  |  |  |  |  | likert |  |  |  |
select_one agree | room | The room was right. |  |  |  |  |  | likert |  |  |  |
note | thanks | Thank you for ${score} points. |  |  |  |  |  |  |  |  |  |
end_group |  |  |  |  |  |  |  |  |  |  |  |
""",
    choices="""
list_name | name | label
course | safety | Laboratory safety
course | first_aid | First aid
topic | safety | Safety
topic | waste | Waste
topic | law | The law
agree | -2 | Not at all
agree | -1 | Rather not
agree | 0 | Neither
agree | 1 | Rather
agree | 2 | Entirely
""",
    settings="""
form_title | form_id | instance_name
After the course | after course 2026! | concat('x', ${course})
""",
)

# Scores: numbers as codes that are added up, bands, coalesce, ages from dates.
xlsx(
    "scores.xlsx",
    survey="""
type | name | label | required | relevant | calculation | constraint | constraint_message | appearance
date | born | When were you born? | yes |  |  | . < today() and . > date('1900-01-01') | A day in the past |
calculate | age |  |  |  | int((today() - ${born}) div 365.25) |  |  |
calculate | age_days |  |  |  | decimal-date-time(today()) - decimal-date-time(${born}) |  |  |
begin_group | wellbeing | In the last two weeks |  | ${age} >= 16 |  |  |  | table-list
select_one often | w1 | I felt cheerful. | yes |  |  |  |  |
select_one often | w2 | I felt calm. | yes |  |  |  |  |
select_one often | w3 | I felt active. | yes |  |  |  |  |
end_group |  |  |  |  |  |  |  |
calculate | total |  |  |  | ${w1} + ${w2} + ${w3} |  |  |
calculate | percent |  |  |  | round(${total} div 9 * 100, 0) |  |  |
calculate | band |  |  |  | if(${total} < 4, 'low', if(${total} < 7, 'middle', 'high')) |  |  |
note | low | You may want to talk to somebody. |  | ${band} = 'low' |  |  |  |
select_one yes_no | helped | Has somebody helped you? |  | ${total} < 7 and not(${band} = 'low') |  |  |  |
integer | children | Children under 5 |  |  |  |  |  |
integer | elders | People over 65 |  |  |  |  |  |
calculate | dependants |  |  |  | coalesce(${children}, 0) + coalesce(${elders}, 0) |  |  |
integer | phone | Telephone number, ten digits |  |  |  | string-length(.) = 10 | Ten digits |
text | postcode | Postcode |  |  |  | regex(., '[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}') | As on a letter |
calculate | eligible |  |  |  | if(${age} >= 18 and ${helped} = 'yes', 'yes', '') |  |  |
text | contact | How may we reach you? |  | ${eligible} = 'yes' |  |  |  | numbers
""",
    choices="""
list_name | name | label
often | 0 | Never
often | 1 | Sometimes
often | 2 | Often
often | 3 | Always
yes_no | yes | Yes
yes_no | no | No
""",
    settings="""
form_title | form_id
Wellbeing | wellbeing
""",
)

# French first, English in places only; letters with accents in names and codes.
xlsx(
    "betail.xlsx",
    survey="""
type | name | label::Français (fr) | label::English (en) | hint::Français (fr) | required | relevant | constraint | constraint_message::Français (fr) | calculation
text | éleveur | Nom de l'éleveur | Name of the farmer |  | oui |  |  |  |
select_multiple betail | betail | Quel bétail élevez-vous ? | What livestock do you keep? |  | yes |  | count-selected(.) >= 1 | Au moins un |
integer | nb_vaches | Combien de vaches ? | How many cows? | Y compris les veaux | yes | selected(${betail}, 'vache') | . >= 1 and . <= 500 | De 1 à 500 |
integer | nb_chevres | Combien de chèvres ? |  |  | yes | selected(${betail}, 'chèvre') |  |  |
calculate | total |  |  |  |  |  |  |  | coalesce(${nb_vaches}, 0) + coalesce(${nb_chevres}, 0)
note | rien | Vous n'avez aucun bétail. | You keep no livestock. |  |  | ${total} = 0 |  |  |
select_one oui_non | malade | Un animal est-il malade ? | Is an animal ill? |  | yes | ${total} > 0 |  |  |
begin group | maladie | Maladies | Diseases |  |  | ${malade} = 'oui' |  |  |
select_one gravite or_other | gravite | Est-ce grave ? | Is it serious? |  |  |  |  |  |
date | depuis | Depuis quand ? | Since when? |  |  |  | . <= today() | Pas après aujourd'hui |
text | soins | Quels soins ? | What treatment? |  |  | ${gravite} != 'leger' |  |  |
end group |  |  |  |  |  |  |  |  |
""",
    choices="""
list_name | name | label::Français (fr) | label::English (en)
betail | vache | Vaches | Cows
betail | chèvre | Chèvres | Goats
betail | volaille | Volaille |
oui_non | oui | Oui | Yes
oui_non | non | Non | No
gravite | leger | Léger | Slight
gravite | grave | Grave | Serious
""",
    settings="""
form_title | form_id | default_language
Élevage | elevage | Français (fr)
""",
)

# Technicians of a university: a department question, skills as a table, personal data.
xlsx(
    "technicians.xlsx",
    survey="""
type | name | label | hint | required | relevant | choice_filter | appearance | constraint | constraint_message
begin_group | post | Your post |  |  |  |  |  |  |
select_one department | department | Which department do you work in? |  | yes |  |  | autocomplete |  |
text | job_title | Your job title |  | yes |  |  |  |  |
select_one contract | contract | Your contract |  | yes |  |  |  |  |
date | ends | When does it end? |  | yes | ${contract} = 'fixed' |  |  | . > today() | A day to come
decimal | fte | Full-time equivalent |  | yes |  |  |  | . > 0 and . <= 1 | More than 0, at most 1
end_group |  |  |  |  |  |  |  |  |
begin_group | skills | Skills |  |  |  |  |  |  |
select_multiple family | families | Which families of skills do you use? |  | yes |  |  |  |  |
begin_group | workshop | How well do you know these? |  |  | selected(${families}, 'workshop') |  | table-list |  |
select_one level | turning | Turning |  |  |  |  |  |  |
select_one level | milling | Milling |  |  |  |  |  |  |
select_one level | welding | Welding |  |  |  |  |  |  |
end_group |  |  |  |  |  |  |  |  |
select_one yes_no | trains | Do you train others in ${families}? |  |  | ${turning} >= 3 or ${milling} >= 3 or ${welding} >= 3 |  |  |  |
end_group |  |  |  |  |  |  |  |  |
begin_repeat | equipment | Equipment you look after |  |  |  |  |  |  |
text | item | What is it? |  | yes |  |  |  |  |
select_one yes_no | cover | Can somebody stand in for you? |  | yes |  |  |  |  |
integer | deputies | How many? |  |  | ${cover} = 'yes' |  |  | . >= 1 |
end_repeat |  |  |  |  |  |  |  |  |
select_one yes_no | critical | Would work stop without you? |  |  | count(${equipment}) > 0 |  |  |  |
text | email_address | Your address | For the report only |  |  |  |  | regex(., '[^@ ]+@[^@ ]+') | An address has an @
""",
    choices="""
list_name | name | label
department | chem | Chemistry
department | phys | Physics
department | bio | Biology
contract | open | Open-ended
contract | fixed | Fixed term
family | workshop | Workshop
family | laboratory | Laboratory
level | 0 | None
level | 1 | Some
level | 2 | Good
level | 3 | Very good
level | 4 | I teach it
yes_no | yes | Yes
yes_no | no | No
""",
    settings="""
form_title | form_id
Technicians | technicians
""",
)

# Everything that goes wrong: each row but a few loses something, and says what.
xlsx(
    "traps.xlsx",
    survey=[
        ["A title above the header"],
        [],
        *rows("""
type | name | label | relevant | constraint | calculation | default | trigger | image | choice_filter | required | disabled | colour | repeat_count | read_only
note | hello | Hello <b>there</b> |  |  |  |  |  | hello.png |  |  |  |  |  |
text | value | A name that is a word of ours |  |  |  |  |  |  |  |  |  |  |  |
text | 1st name | Not an id |  |  |  | ${last-saved#value} |  |  |  |  |  |  |  |
text | value | The same name again |  |  |  |  |  |  |  |  |  |  |  |
integer | number | A number |  |  |  | many |  |  |  |  |  |  |  |
select_one nowhere | lost | Its list is missing |  |  |  |  |  |  |  |  |  |  |  |
select_one twice | twice | A list with the same name twice |  |  |  | c |  |  |  |  |  |  |  |
calculate | lookup |  |  |  | pulldata('x', 'y', 'z', ${number}) |  |  |  |  |  |  |  |  |
calculate | later |  |  |  | ${lookup} + 1 |  |  |  |  |  |  |  |  |
calculate | uuid |  |  |  | once(uuid()) |  |  |  |  |  |  |  |  |
text | depends | It depends on what is not there | ${lookup} = 1 |  |  |  |  |  |  |  |  |  |  |
text | nobody | It depends on nobody | ${nobody_at_all} = 1 |  |  |  |  |  |  | ${number} > |  |  |  |
text | looks | It looks ahead |  | regex(., '^(?!x).*$') |  |  |  |  |  |  |  |  |  |
text | ordered | A text in order |  | . > 'm' |  |  |  |  |  |  |  |  |  |
db:person | person | A type of another program |  |  |  |  |  |  |  |  |  |  |  |
video | film | A film |  |  |  |  |  |  |  |  |  |  |  |
dateTime | moment | A moment |  |  |  |  |  |  |  |  |  |  |  |
text | off | Switched off |  |  |  |  |  |  |  |  | yes |  |  |
begin repeat | outer | Outer |  |  |  |  |  |  |  |  |  |  | ${number} |
text | in_outer | In the outer |  |  |  |  |  |  |  |  |  |  |  |
begin repeat | inner | Inner |  |  |  |  |  |  |  |  |  |  |  |
text | in_inner | In the inner | position(..) > 1 |  |  |  |  |  |  |  |  |  |  |
end repeat |  |  |  |  |  |  |  |  |  |  |  |  |  |
end repeat |  |  |  |  |  |  |  |  |  |  |  |  |  |
text | outside | Outside | ${in_outer} = 'x' |  |  |  |  |  |  |  |  |  |  |
calculate | which |  |  |  | indexed-repeat(${in_outer}, ${outer}, 1) |  |  |  |  |  |  |  |  |
calculate | chosen |  |  |  | jr:choice-name(${twice}, '${twice}') |  |  |  |  |  |  |  |  |
text | follows | It follows a calculation |  |  | concat(${value}, '!') |  | ${number} |  |  |  |  | red |  | yes
integer | odd | Odd things |  | (. mod 2 = 1 and . > 0) or . = -3 |  |  |  |  |  |  |  |  |  |
end group | nothing |  |  |  |  |  |  |  |  |  |  |  |  |
begin group | open | Never ended |  |  |  |  |  |  |  |  |  |  |  |
text | last | The last one |  |  |  |  |  |  |  |  |  |  |  |
"""),
    ],
    choices="""
list_name | name | label | image
twice | a | A | a.png
twice | a | A again |
twice | b c | B and C |
twice |  | Without a name |
unused | x | X |
""",
    entities="""
list_name | label
people | ${value}
""",
    notes="""
For the office
""",
)

# Lists. The Office for National Statistics' workbook has a sheet of notes and a title above its header.
xlsx(
    "soc.xlsx",
    Notes="""
Standard Occupational Classification
Made up for a test, in the shape of the official one
""",
    **{
        "SOC framework": [
            ["Structure of SOC2020: major, sub-major, minor and unit groups"],
            [],
            ["Major Group", "Sub-Major Group", "Minor Group", "Unit Group", "Group Title"],
            [3, "", "", "", "ASSOCIATE PROFESSIONAL OCCUPATIONS"],
            ["", 31, "", "", "SCIENCE ASSOCIATE PROFESSIONALS"],
            ["", "", 311, "", "Science technicians"],
            ["", "", "", 3111, "Laboratory technicians"],
            ["", "", "", 3112, "Electrical and electronics technicians"],
            ["", "", "", 3113, "Engineering technicians"],
            ["", "", "", 3119, "Science, engineering and production technicians n.e.c."],
        ]
    },
)
(HERE / "semicolons.csv").write_bytes("Code;Label\r\nA1;Café\r\nA2;Mühle; alt\r\n".replace("; alt", "").encode("cp1252"))
(HERE / "tabs.txt").write_bytes("id\ttitle\n1\tOne\n2\tTwo\n".encode("utf-16"))
(HERE / "mistakes.csv").write_text(
    "\ufeffcode,label,parent\nsci,Science,\nchem,Chemistry,sci\nchem,Chemistry again,sci\n,No code,\nbio,,sci\n"
    "phys,\"Physics, and more\",gone\nart & craft,Art,\n",
    encoding="utf-8",
)
(HERE / "page.xls").write_text("<html><table><tr><td>code</td></tr></table></html>", encoding="utf-8")

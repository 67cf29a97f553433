# Beth sydd o'i le yn y ffeiliau y mae arweinydd yn eu hysgrifennu: `demand/CODE.toml` a `headcounts.csv`.
# Beth sydd o'i le, yna beth i'w wneud; mae'r llinell a'r golofn yn sefyll o'i flaen.

desk-file-too-large = mae'r ffeil yn fwy nag 1 MiB
desk-file-too-large-next = ai dyma'r ffeil gywir?
desk-file-toml = nid yw hwn yn TOML cywir: { $words }
desk-file-toml-next = gweler yr enghraifft yn docs/demand.md; mae geiriau'n sefyll mewn dyfynodau
desk-file-hidden = mae'r allwedd `{ $key }` yn cynnwys nod nad yw'n cael ei ddangos
desk-file-hidden-next = teipiwch y llinell o'r newydd
desk-file-no-key = nid oes allwedd `{ $key }`
desk-file-missing = mae `{ $key }` ar goll
desk-file-schema = nid yw hwn yn sgema hysbys
desk-file-schema-next = ysgrifennwch `schema = 1`
desk-file-schema-first = ysgrifennwch `schema = 1` yn y llinell gyntaf
desk-file-department-next = ysgrifennwch `department = "CODE"`, y cod o'r rhestr adrannau
desk-file-no-department = nid oes adran `{ $code }`
desk-file-other-department = mae'n dweud beth sydd ei angen ar `{ $code }`, ac mae ei henw yn dweud adran arall
desk-file-other-department-next = galwch hi'n `{ $code }.toml`, neu newidiwch `department`
desk-file-base-rate = cyfran o 0 i 1 yw'r gyfradd sylfaenol
desk-file-base-rate-next = os yw 7 o bob 100 yn gadael mewn blwyddyn, ysgrifennwch 0.07
desk-file-no-list = { $what } yw `{ $key }`, nid rhestr o dablau
desk-file-no-need = tabl yw angen, nid { $what }
desk-file-need-next = dechreuwch bob sgìl â llinell `[[need]]`
desk-file-need-twice = mae `{ $skill }` ar lefel { $level } yn llinell { $line } yn barod
desk-file-need-twice-next = ysgrifennwch bob sgìl a lefel unwaith
desk-file-skill-next = enwch god y sgìl, fel `skill = "mat.sem"`
desk-file-no-skill = nid oes sgìl `{ $code }` yn yr arolwg hwn
desk-file-why-next = ysgrifennwch `why = "teaching"`, neu un o: { $words }
desk-file-plan-long = mae `plan_ref` yn hwy na { $most } nod
desk-file-plan-long-next = enwch y cynllun a'i dudalen
desk-file-no-date = { $what } yw `{ $key }`, nid dyddiad
desk-file-no-date-next = ysgrifennwch ddyddiad heb ddyfynodau, fel 2028-09-30
desk-file-no-truth = { $what } yw `{ $key }`
desk-file-no-truth-next = ysgrifennwch true neu false, neu tynnwch y llinell
desk-file-no-text = { $what } yw `{ $key }`, nid testun
desk-file-no-text-next = ysgrifennwch ef mewn dyfynodau
desk-file-no-whole = nid yw `{ $key }` yn rhif cyfan o { $least } i { $most }
desk-file-no-whole-next = ysgrifennwch rif felly, heb ddyfynodau
desk-file-whole-next = ysgrifennwch `{ $key } = `, yna rhif cyfan o { $least } i { $most }
desk-file-no-word = nid yw `{ $word }` yn werth i `{ $key }`

desk-file-is-text = testun
desk-file-is-whole = rhif cyfan
desk-file-is-decimal = rhif â phwynt
desk-file-is-truth = true neu false
desk-file-is-day = dyddiad
desk-file-is-list = rhestr
desk-file-is-table = tabl
desk-file-is-other = rhywbeth arall ({ $words })

desk-file-meant = a oeddech yn golygu `{ $word }`?
desk-file-none-known = nid oes un i'w enwi yma
desk-file-known = defnyddiwch un o: { $words }
desk-file-not-known = nid yw'n un o'r { $count } sydd ar gael; gwiriwch y sillafu

desk-file-csv = ni ellir darllen y tabl hwn: { $words }
desk-file-empty = mae'r ffeil yn wag
desk-file-empty-next = ysgrifennwch `{ $columns }` yn llinell 1
desk-file-columns = nid yw'r llinell gyntaf yn enwi'r colofnau `department` a `people`
desk-file-columns-next = ysgrifennwch `{ $columns }` ynddi
desk-file-cells = mae mwy o gelloedd nag o golofnau yn y llinell gyntaf
desk-file-cells-next = ysgrifennwch rif heb farc miloedd, fel 1200
desk-file-department-empty = nid oes adran yma
desk-file-department-empty-next = ysgrifennwch ei chod yn y golofn `department`
desk-file-department-twice = mae `{ $code }` yn llinell { $line } yn barod
desk-file-department-twice-next = ysgrifennwch bob adran unwaith, â'i phobl i gyd
desk-file-no-people = nid yw `{ $people }` yn nifer o bobl
desk-file-no-people-next = ysgrifennwch rif cyfan mewn ffigurau, fel 14

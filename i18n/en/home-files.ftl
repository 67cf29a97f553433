# What is wrong in the files that a lead writes: `demand/CODE.toml` and `headcounts.csv`. What is wrong, then
# what to do; the line and the column stand before it.

desk-file-too-large = the file is larger than 1 MiB
desk-file-too-large-next = is it the right file?
desk-file-toml = { $words }
desk-file-toml-next = see the example in docs/demand.md; words stand in quotes
desk-file-hidden = the key `{ $key }` holds a character that is not shown
desk-file-hidden-next = type the line anew
desk-file-no-key = there is no key `{ $key }`
desk-file-missing = `{ $key }` is missing
desk-file-schema = this is not a schema that is known
desk-file-schema-next = write `schema = 1`
desk-file-schema-first = write `schema = 1` in the first line
desk-file-department-next = write `department = "CODE"`, the code of the list of departments
desk-file-no-department = there is no department `{ $code }`
desk-file-other-department = it says what `{ $code }` needs, and its name says another department
desk-file-other-department-next = call it `{ $code }.toml`, or change `department`
desk-file-base-rate = the base rate is a share from 0 to 1
desk-file-base-rate-next = for 7 in 100 who leave in a year write 0.07
desk-file-no-list = `{ $key }` is { $what }, not a list of tables
desk-file-no-need = a need is a table, not { $what }
desk-file-need-next = begin each skill with a line `[[need]]`
desk-file-need-twice = `{ $skill }` at level { $level } stands in line { $line } already
desk-file-need-twice-next = write each skill and level once
desk-file-skill-next = name the skill's code, as `skill = "mat.sem"`
desk-file-no-skill = there is no skill `{ $code }` in this survey
desk-file-why-next = write `why = "teaching"`, or one of: { $words }
desk-file-plan-long = `plan_ref` is longer than { $most } characters
desk-file-plan-long-next = name the plan and its page
desk-file-no-date = `{ $key }` is { $what }, not a date
desk-file-no-date-next = write a date without quotes, as 2028-09-30
desk-file-no-truth = `{ $key }` is { $what }
desk-file-no-truth-next = write true or false, or take the line away
desk-file-no-text = `{ $key }` is { $what }, not a text
desk-file-no-text-next = write it in quotes
desk-file-no-whole = `{ $key }` is not a whole number from { $least } to { $most }
desk-file-no-whole-next = write such a number, without quotes
desk-file-whole-next = write `{ $key } = `, then a whole number from { $least } to { $most }
desk-file-no-word = `{ $word }` is no value of `{ $key }`

desk-file-is-text = a text
desk-file-is-whole = a whole number
desk-file-is-decimal = a number with a point
desk-file-is-truth = true or false
desk-file-is-day = a date
desk-file-is-list = a list
desk-file-is-table = a table
desk-file-is-other = { $words }

desk-file-meant = did you mean `{ $word }`?
desk-file-none-known = there is none to name here
desk-file-known = use one of: { $words }
desk-file-not-known = it is none of the { $count } that there are; check its spelling

desk-file-csv = { $words }
desk-file-empty = the file is empty
desk-file-empty-next = write `{ $columns }` in line 1
desk-file-columns = the first line does not name the columns `department` and `people`
desk-file-columns-next = write `{ $columns }` in it
desk-file-cells = there are more cells than the first line names columns
desk-file-cells-next = write a number without a mark for thousands, as 1200
desk-file-department-empty = there is no department
desk-file-department-empty-next = write its code in the column `department`
desk-file-department-twice = `{ $code }` stands in line { $line } already
desk-file-department-twice-next = write each department once, with all of its people
desk-file-no-people = `{ $people }` is not a number of people
desk-file-no-people-next = write a whole number in figures, as 14

# Geiriau mewn ffeiliau ar gyfer taenlenni a rhaglenni ystadegol.

file-about = Ynglŷn â hyn
file-data = Data
file-first = { $title }: y { $count } cyntaf
file-of = { $heading } (o)
file-field-door = Drws
file-field-profile = Proffil
file-field-table = Tabl
file-field-table-label = Tabl mewn geiriau
file-field-question = Cwestiwn
file-field-department = Adran
file-field-department-label = Adran mewn geiriau
file-field-figure = Math o ffigur
file-field-code = Cod
file-field-label = Ateb
file-field-count = Nifer
file-field-view = Golwg
file-field-view-label = Golwg mewn geiriau
file-field-row = Rhes
file-field-row-label = Rhes mewn geiriau
file-field-measure = Mesur
file-field-measure-label = Mesur mewn geiriau
file-field-number = Rhif
file-field-of = O
file-field-words = Geiriau
file-field-why = Cadwyd yn ôl

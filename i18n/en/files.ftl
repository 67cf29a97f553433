# Words inside files for spreadsheets and statistics programs.

file-about = About
file-data = Data
file-first = { $title }: the first { $count }
file-of = { $heading } (of)
file-field-door = Door
file-field-profile = Profile
file-field-table = Table
file-field-table-label = Table in words
file-field-question = Question
file-field-department = Department
file-field-department-label = Department in words
file-field-figure = Kind of figure
file-field-code = Code
file-field-label = Answer
file-field-count = Count
file-field-view = View
file-field-view-label = View in words
file-field-row = Row
file-field-row-label = Row in words
file-field-measure = Measure
file-field-measure-label = Measure in words
file-field-number = Number
file-field-of = Of
file-field-words = Words
file-field-why = Withheld

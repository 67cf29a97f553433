# The words of views: what all of them say, then cover, risk, register, horizon, demand and the department sheet.

view-silence-too-few = { $heard } of { $staff } people on the staff list were heard, fewer than 80 in 100. So nothing here says "single" or "uncovered": what nobody reported may still be there.
view-silence-no-headcount = There is no staff list to tell how many did not answer. So nothing here says "single" or "uncovered": what nobody reported may still be there. Give headcounts to change that.
view-more-responses-than-people = There are { $responses } responses and only { $staff } people on the staff list. Somebody answered twice, or the list is out of date: find out before you use these figures.
view-not-asked = This survey does not ask what this view needs ({ $questions }).

# The words of views, in Welsh; nobody has checked them yet.

view-silence-too-few = Clywyd gan { $heard } o'r { $staff } o bobl ar y rhestr staff, llai nag 80 ym mhob 100. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd.
view-silence-no-headcount = Nid oes rhestr staff i ddweud faint na wnaethant ateb. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd. Rhowch niferoedd staff i newid hynny.
view-more-responses-than-people = Mae { $responses } o ymatebion a dim ond { $staff } o bobl ar y rhestr staff. Mae rhywun wedi ateb ddwywaith, neu mae'r rhestr yn hen: holwch cyn defnyddio'r ffigurau hyn.
view-not-asked = Nid yw'r arolwg hwn yn gofyn yr hyn sydd ei angen ar yr olwg hon ({ $questions }).

# The words of a trial: an author fills a survey in, and nothing is kept.

trial = PRAWF (TRIAL)
key-why = pam
start-trial = Prawf yw hwn. Llenwch yr arolwg fel y byddai rhywun arall: ni chedwir dim ac ni anfonir dim. Mae F8 yn dweud pam y gofynnir cwestiwn, a pha rai na ofynnir. Mae F7 yn ateb y gweddill ag atebion ffug.
words-trial = Gwnaed yr wyth gair hyn ar gyfer y prawf. Nid ydynt yn agor dim.
leave-trial-what = Prawf yw hwn: ni chadwyd dim, felly ni chollir dim.
leave-trial-end = Gorffen y prawf
trial-done-title = Diwedd y prawf
trial-done = Ni anfonwyd dim ac ni storiwyd dim. Byddai person yn gweld derbynneb yma.
trial-made-up = Ffug yw'r atebion o flaen y cwestiwn hwn.
why-title = Pam y gofynnir hyn
why-not-asked = Ni ofynnir nawr
why-all-asked = Gofynnir pob cwestiwn arall.

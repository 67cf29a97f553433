# The words of a trial: an author fills a survey in, and nothing is kept.

trial = TRIAL
key-why = why
start-trial = This is a trial. Fill the survey in as a person would: nothing is kept, nothing is sent. F8 says why a question is asked, and which are not. F7 answers the rest with made-up answers.
words-trial = These eight words are made up for the trial. They open nothing.
leave-trial-what = This is a trial: nothing was kept, so nothing is lost.
leave-trial-end = End the trial
trial-done-title = End of the trial
trial-done = Nothing was sent and nothing was stored. A person would see a receipt here.
trial-made-up = The answers before this question are made up.
why-title = Why this is asked
why-not-asked = Not asked now
why-all-asked = Every other question is asked.
